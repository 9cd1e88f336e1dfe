"""Each part of the model: its shapes, and the properties that the rest relies on."""

import pytest

torch = pytest.importorskip("torch", reason="training's packages are not installed")

from fashionforward.imaging.levels import LEVELS, STATISTICS  # noqa: E402
from fashionforward.model.parser import PARTS, Parser  # noqa: E402
from fashionforward.model.print_vae import PrintDecoder, PrintVAE  # noqa: E402
from fashionforward.model.renderer import Renderer  # noqa: E402
from fashionforward.model.response import ClothEncoder, ClothResponse, formula  # noqa: E402
from fashionforward.model.transfer import to_linear  # noqa: E402
from fashionforward.model.vgg import VGG16  # noqa: E402
from fashionforward.training.rerender import sample_torus  # noqa: E402


@pytest.fixture(autouse=True)
def seeded() -> None:
    torch.manual_seed(0)


def test_the_parser_answers_at_its_inputs_size() -> None:
    out = Parser().eval()(torch.rand(2, 3, 48, 32))
    assert out.parts.shape == (2, len(PARTS), 48, 32)
    assert out.matte.shape == out.main.shape == out.shading.shape == (2, 1, 48, 32)
    assert out.cloth.shape == (2, 64, 12, 8)


def test_pretrained_weights_reach_every_convolution(tmp_path: object) -> None:
    from pathlib import Path

    from safetensors.torch import save_file

    vgg, state, index = VGG16(), {}, 0
    for conv in vgg.convolutions():
        state[f"features.{index}.weight"] = torch.full_like(conv.weight, index + 0.5).half()
        state[f"features.{index}.bias"] = torch.full_like(conv.bias, -float(index)).half()
        index += 2
    path = Path(str(tmp_path)) / "vgg.safetensors"
    save_file(state, path)
    vgg.load_pretrained(path)
    for k, conv in enumerate(vgg.convolutions()):
        assert torch.all(conv.weight == 2 * k + 0.5) and torch.all(conv.bias == -2.0 * k)


def test_a_rolled_code_decodes_to_a_rolled_field() -> None:
    decoder = PrintDecoder(attribute=8).eval()
    code, attribute = torch.randn(1, 4, 64, 64), torch.randn(1, 8)
    with torch.no_grad():
        field = decoder(code, attribute)
        rolled = decoder(code.roll((3, -5), (2, 3)), attribute)
    assert field.shape == (1, 6, 256, 256)
    assert torch.allclose(rolled, field.roll((12, -20), (2, 3)), atol=1e-4)


def test_the_print_vae_draws_with_the_noise_it_is_given_and_without_takes_the_mean() -> None:
    vae = PrintVAE(families=3)
    weights = torch.rand(1, 6, 256, 256).softmax(1)
    family = torch.tensor([1])
    with torch.no_grad():
        mean = vae(weights, family)[0]
        noise = torch.randn_like(vae(weights, family)[1])
        assert torch.equal(vae(weights, family)[0], mean)
        assert torch.equal(vae(weights, family, noise)[0], vae(weights, family, noise)[0])
        assert not torch.equal(vae(weights, family, noise)[0], mean)


def test_an_untrained_response_is_the_formula() -> None:
    response = ClothResponse()
    levels, colour = torch.randn(1, 50, LEVELS) * 0.3, torch.rand(1, 50, 3)
    film = response.condition(torch.randn(1, 8), torch.rand(1, 3))
    assert torch.allclose(response(levels, colour, film), formula(levels, colour))
    # at the median light, the colour asked for
    assert torch.allclose(formula(torch.zeros(1, 50, LEVELS), colour), colour, atol=1e-3)


def test_the_cloth_encoder_gives_a_posterior() -> None:
    mean, logvar = ClothEncoder().eval()(torch.randn(4, 64), torch.randn(4, STATISTICS))
    assert mean.shape == logvar.shape == (4, 8)
    assert logvar.min() >= -8 and logvar.max() <= 4


def test_a_torus_has_no_seam() -> None:
    field = torch.randn(1, 6, 16, 16)
    uv = torch.rand(200, 2) * 10 - 5
    near, beyond = sample_torus(field, uv), sample_torus(field, uv + torch.tensor([3.0, -2.0]))
    assert torch.allclose(near, beyond, atol=1e-3)
    across = torch.tensor([[0.0 - 1e-5, 0.4], [0.0 + 1e-5, 0.4]])
    left, right = sample_torus(field, across)
    assert torch.allclose(left, right, atol=1e-3)


def test_cell_centres_are_sampled_as_they_are() -> None:
    field = torch.randn(1, 6, 16, 16)
    assert torch.allclose(
        sample_torus(field, torch.tensor([[(3 + 0.5) / 16, (7 + 0.5) / 16]]))[0], field[0, :, 7, 3], atol=1e-5
    )


def pixels(count: int) -> dict[str, "torch.Tensor"]:
    return {
        "levels": torch.zeros(LEVELS, count),
        "asked": to_linear(torch.tensor([0.2, 0.5, 0.8])).log()[:, None].repeat(1, count),
        "film": torch.zeros(1, 3, 2, ClothResponse().width),
    }


def test_the_renderer_paints_the_colour_asked_for() -> None:
    painted = Renderer(ClothResponse())(**pixels(40))
    assert torch.allclose(painted, torch.tensor([0.2, 0.5, 0.8])[:, None].expand(3, 40), atol=2e-3)


def test_film_in_the_weights_is_film_on_the_pixels() -> None:
    response = ClothResponse()
    torch.nn.init.normal_(response.out.weight, 0, 0.1)
    levels, colour, film = (
        torch.randn(2, 30, LEVELS) * 0.3,
        torch.rand(2, 30, 3),
        torch.randn(2, 3, 2, response.width) * 0.3,
    )
    base = formula(levels, colour)
    x = torch.cat([levels.clamp(-4.0, 3.0), colour, base, base - colour], -1)
    for index, layer in enumerate(response.layers):
        x = torch.nn.functional.relu(layer(x) * (1 + film[:, index, 0, None]) + film[:, index, 1, None])
    assert torch.allclose(response(levels, colour, film), base + response.out(x), atol=1e-4)


def test_samples_are_those_of_torch() -> None:
    field, uv = torch.randn(1, 6, 12, 20), torch.rand(300, 2) * 6 - 3
    padded = torch.nn.functional.pad(field, (1, 1, 1, 1), mode="circular")
    grid = ((uv - uv.floor()) * torch.tensor([20.0, 12.0]) + 1) / torch.tensor([22.0, 14.0]) * 2 - 1
    wanted = torch.nn.functional.grid_sample(padded, grid[None, :, None], align_corners=False)[0, :, :, 0].T
    assert torch.allclose(sample_torus(field, uv), wanted, atol=1e-4)
