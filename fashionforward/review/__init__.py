"""What people look at to approve a run."""
