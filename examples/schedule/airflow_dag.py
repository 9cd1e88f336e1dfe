"""An Airflow DAG: the night's run, then what failed once more."""

from datetime import datetime, timedelta

from airflow.sdk import dag, task


@dag(schedule="17 3 * * *", start_date=datetime(2026, 1, 1), catchup=False, max_active_runs=1)
def fashionforward():
    """`ff` leaves with 3 where photographs failed: the second task tries exactly those again, and says what is left."""

    @task.bash(cwd="/srv/shop", execution_timeout=timedelta(hours=6))
    def transform() -> str:
        return ".venv/bin/ff transform catalog/ --manifest edits.yaml --out out/ --quiet --log ff.jsonl || [ $? -eq 3 ]"

    @task.bash(cwd="/srv/shop", retries=2, retry_delay=timedelta(minutes=30))
    def retry() -> str:
        return ".venv/bin/ff retry out/ --quiet --wait"

    transform() >> retry()


fashionforward()
