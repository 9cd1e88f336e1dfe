"""What the small presets have in common: attributes in and out of the code."""

import pytest

torch = pytest.importorskip("torch", reason="training's packages are not installed")

from fashionforward.model.attribute_vae import attribute_entropy, attribute_kl  # noqa: E402
from fashionforward.model.base64 import Base64  # noqa: E402
from fashionforward.model.style28 import Style28  # noqa: E402
from fashionforward.presets.vocabulary import Vocabulary  # noqa: E402

VOCABULARY = Vocabulary(("blue", "red"), ("Dress", "Pants", "Top"), ("lace", "striped"))
SHARES = torch.tensor([0.25, 0.75, 0.2, 0.3, 0.5, 0.1, 0.6])


@pytest.fixture(autouse=True)
def seeded() -> None:
    torch.manual_seed(0)


def test_logits_that_say_only_how_often_attributes_come_up_tell_nothing() -> None:
    logits = torch.cat([SHARES[:5].log(), torch.logit(SHARES[5:])])[None]
    assert attribute_kl(logits, SHARES, VOCABULARY) == pytest.approx(0, abs=1e-6)


def test_what_logits_tell_agrees_with_torch() -> None:
    from torch.distributions import Bernoulli, Categorical, kl_divergence

    logits = torch.randn(4, 7)
    theirs = (
        kl_divergence(Categorical(logits=logits[:, :2]), Categorical(SHARES[:2]))
        + kl_divergence(Categorical(logits=logits[:, 2:5]), Categorical(SHARES[2:5]))
        + kl_divergence(Bernoulli(logits=logits[:, 5:]), Bernoulli(SHARES[5:].expand(4, 2))).mean(1)
    )
    assert torch.allclose(attribute_kl(logits, SHARES, VOCABULARY), theirs, atol=1e-5)


def test_groups_that_are_not_known_cost_nothing() -> None:
    attributes = torch.tensor([[0.0, 0, 0, 0, 0, 1, 0]])
    logits = torch.randn(1, 7)
    only = torch.nn.functional.binary_cross_entropy_with_logits(logits[:, 5:], attributes[:, 5:])
    assert attribute_entropy(logits, attributes, VOCABULARY) == pytest.approx(float(only), abs=1e-6)


def test_the_encoder_learns_from_the_adversary_and_the_adversary_not_from_the_encoder() -> None:
    from fashionforward.training.small_stage import _held

    model = Base64(VOCABULARY)
    assert model.adversary is not None and Style28(Vocabulary(styles=("Dress", "Pants"))).adversary is None
    mean, _ = model.encode(torch.rand(3, 3, 64, 64), torch.eye(7)[:3], [])
    attribute_kl(_held(model.adversary, mean), SHARES, VOCABULARY).sum().backward()
    assert all(p.grad is None for p in model.adversary.parameters())
    assert all(p.grad is not None and p.grad.abs().sum() > 0 for p in model.encoder.parameters())


def test_fitting_the_prior_brings_codes_to_it_and_changes_no_reconstruction() -> None:
    model = Style28(Vocabulary(styles=("Dress", "Pants"))).eval()
    attributes, images = torch.eye(2)[torch.arange(400) // 200], torch.rand(400, 1, 28, 28)
    with torch.no_grad():
        codes = torch.randn(400, 16) * torch.tensor([0.5, 1.5])[attributes.argmax(1)][:, None] + 3 * attributes[:, :1]
        _, m, log_s = model.condition(attributes)
        places = m + log_s.exp() * codes
        mean, _ = model.encode(images, attributes, [])
        before = model.decode(mean, attributes, [])
        model.condition.fit(attributes, codes)
        _, m, log_s = model.condition(attributes)
        fitted = (places - m) * (-log_s).exp()
        mean, _ = model.encode(images, attributes, [])
        assert torch.allclose(model.decode(mean, attributes, []), before, atol=1e-3)
    for style in (fitted[:200], fitted[200:]):
        assert style.mean(0).abs().max() < 0.01 and 0.8 < style.std(0).min() < style.std(0).max() < 1.25
