"""The parser's attention over the whole photograph."""

import torch

from fashionforward.model.parser import Attention, Context


def test_new_attention_changes_nothing_and_trained_attention_sees_everything() -> None:
    torch.manual_seed(0)
    block, x = Attention(32).eval(), torch.randn(1, 32, 3, 2)
    assert torch.equal(block(x), x)
    torch.nn.init.normal_(block.out.weight)
    moved = x.clone()
    moved[0, 0, 0, 0] += 3.0
    assert (block(moved) - block(x))[0, :, 2, 1].abs().max() > 1e-4


def test_context_takes_any_size() -> None:
    context = Context(16, 32).eval()
    assert context(torch.randn(1, 16, 36, 24), torch.randn(1, 16, 18, 12)).shape == (1, 32, 36, 24)
    assert context(torch.randn(2, 16, 18, 12), torch.randn(2, 16, 9, 6)).shape == (2, 32, 18, 12)


def test_the_deepest_features_change_nothing_until_they_are_trained() -> None:
    torch.manual_seed(0)
    context, x = Context(16, 32).eval(), torch.randn(1, 16, 18, 12)
    deep, other = torch.randn(2, 1, 16, 9, 6)
    assert torch.equal(context(x, deep), context(x, other))
    torch.nn.init.normal_(context.deep.weight)
    assert not torch.allclose(context(x, deep), context(x, other))
