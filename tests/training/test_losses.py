"""Loss terms against what is known of them."""

import pytest

torch = pytest.importorskip("torch", reason="training's packages are not installed")

import numpy as np  # noqa: E402
from skimage.color import rgb2lab  # noqa: E402

from fashionforward.training.lab import cie94, to_lab  # noqa: E402
from fashionforward.training.losses import categorical_cross_entropy, matte_loss, normal_kl, shading_loss, soft_dice  # noqa: E402


def test_the_kl_of_the_prior_from_itself_is_nothing() -> None:
    zeros = torch.zeros(3, 4, 2, 2)
    assert torch.all(normal_kl(zeros, zeros) == 0)


def test_the_kl_agrees_with_torch() -> None:
    mean, logvar = torch.randn(5, 8), torch.randn(5, 8)
    theirs = torch.distributions.kl_divergence(
        torch.distributions.Normal(mean, (0.5 * logvar).exp()), torch.distributions.Normal(0.0, 1.0)
    ).sum(1)
    assert torch.allclose(normal_kl(mean, logvar), theirs, atol=1e-5)


def test_the_shading_loss_forgives_a_constant_and_no_slope() -> None:
    truth, weight = torch.randn(2, 1, 8, 8), torch.ones(2, 1, 8, 8)
    assert float(shading_loss(truth + 3.0, truth, weight)) < 1e-5
    assert float(shading_loss(truth * 1.5, truth, weight)) > 0.1
    assert float(shading_loss(truth * 9, truth, torch.zeros_like(weight))) == 0


def test_a_matte_is_not_judged_where_it_is_not_known() -> None:
    alpha, known = torch.zeros(1, 1, 4, 4), torch.zeros(1, 1, 4, 4)
    assert float(matte_loss(torch.full_like(alpha, 9.0), alpha, known)) == 0
    assert float(matte_loss(torch.full_like(alpha, 9.0), alpha, known + 1)) > 5


def test_dice_of_the_truth_is_nothing_and_ignored_pixels_do_not_count() -> None:
    labels = torch.randint(0, 3, (2, 8, 8))
    right = torch.nn.functional.one_hot(labels, 3).movedim(-1, 1).float() * 50
    assert float(soft_dice(right, labels)) < 1e-3
    hidden = labels.clone()
    hidden[:, 4:] = 255
    wrong_below = right.clone()
    wrong_below[:, :, 4:] = right.roll(1, 1)[:, :, 4:]
    assert float(soft_dice(wrong_below, hidden)) < 1e-3 < float(soft_dice(wrong_below, labels))


def test_cross_entropy_of_soft_weights_is_least_at_the_weights_themselves() -> None:
    weights = torch.rand(1, 6, 4, 4).softmax(1)
    best = categorical_cross_entropy(weights.log(), weights)
    assert torch.all(best < categorical_cross_entropy(weights.log() + torch.randn_like(weights), weights))


def test_lab_agrees_with_scikit_image() -> None:
    rgb = np.random.default_rng(0).random((50, 3))
    assert np.allclose(to_lab(torch.from_numpy(rgb).float()).numpy(), rgb2lab(rgb[None])[0], atol=0.05)


def test_cie94_of_a_colour_from_itself_is_next_to_nothing() -> None:
    lab = torch.tensor([[50.0, 20.0, -30.0]])
    assert float(cie94(lab, lab)) < 0.05
    assert float(cie94(lab + torch.tensor([10.0, 0, 0]), lab)) == pytest.approx(10, abs=0.01)
