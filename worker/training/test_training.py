"""Fast checks that need no data: python -m unittest test_training (about ten seconds)."""
from __future__ import annotations

import unittest

import numpy as np
import torch

from batches import SCOPES, shifted, trained, unseen_pair
from data_digits import FRAMES, moving, paths
from diffusion import alphas_cumprod, ddim, ddim_step, loss_weights, timesteps
from export import convert, verify
from metrics import psnr, ssim
from quality import clean_alpha, kernel_distance, root_mean_square
from restorer import Restorer
from unet import UNet, UNetConfig
from upscaler import RgbUpscaler, StickerUpscaler, Upscaler

TINY = dict(widths=(16, 32, 32), blocks=(1, 1, 1), embed=32)


def awake(net: torch.nn.Module) -> torch.nn.Module:
    """Fills the zeroed last layers, which would hide every difference."""
    torch.manual_seed(1)
    for p in net.parameters():
        if not p.detach().any():
            torch.nn.init.normal_(p, std=0.05)
    return net.eval()


class Schedule(unittest.TestCase):
    def test_power_falls_from_one_to_nothing(self):
        power = alphas_cumprod()
        self.assertTrue((np.diff(power) < 0).all())
        self.assertAlmostEqual(power[0], 0.99996, places=4)
        self.assertLess(power[-1], 1e-7)

    def test_trailing_steps_begin_at_the_noisiest(self):
        self.assertEqual(timesteps(4).tolist(), [999, 749, 499, 249])
        self.assertEqual(len(timesteps(30)), 30)

    def test_weights_keep_the_noisiest_steps(self):
        weights = loss_weights()
        self.assertEqual(weights[-1], 1.0)
        self.assertLess(weights[0], 1e-2)

    def test_sampling_with_a_perfect_model_finds_the_image(self):
        power = alphas_cumprod()
        wanted = np.random.default_rng(0).uniform(-1, 1, (1, 4, 8, 8)).astype(np.float32)

        def predict(sample, t):
            noise = (sample - np.sqrt(power[t]) * wanted) / np.sqrt(1 - power[t])
            return np.sqrt(power[t]) * noise - np.sqrt(1 - power[t]) * wanted

        made = ddim(predict, np.random.default_rng(1).standard_normal(wanted.shape), 10)
        np.testing.assert_allclose(made, wanted, atol=1e-3)

    def test_noise_from_the_clipped_image_keeps_overshoot_from_adding_up(self):
        power = alphas_cumprod()
        wanted = np.full((1, 4, 8, 8), -1.0, np.float32)

        def predict(sample, t):  # a model that always sees the image further out than it is, as guidance does
            noise = (sample - np.sqrt(power[t]) * wanted) / np.sqrt(1 - power[t])
            return np.sqrt(power[t]) * noise - np.sqrt(1 - power[t]) * (wanted - 0.5)

        start = np.random.default_rng(1).standard_normal(wanted.shape)
        self.assertGreater(np.abs(trail(predict, start, False) - wanted).max(), 0.5)
        self.assertLess(np.abs(trail(predict, start, True) - wanted).max(), 0.05)


def trail(predict, start: np.ndarray, from_clipped: bool) -> np.ndarray:
    """The sample three steps before the end, where only a trace of noise may be left of a good walk."""
    power, plan, sample = alphas_cumprod(), timesteps(100), start.astype(np.float32)
    for now, then in zip(plan[:97], plan[1:98]):
        sample = ddim_step(predict(sample, int(now)), int(now), int(then), sample, power, from_clipped)
    return (sample - np.sqrt(1 - power[plan[97]]) * start) / np.sqrt(power[plan[97]])


class Scopes(unittest.TestCase):
    INDEX = {"concepts": [{"label": label} for label in ("strawberry", "black cat", "rocket", "unheard of")], "held_out": [2]}

    def test_a_held_out_concept_is_never_drawn(self):
        for scope in SCOPES:
            self.assertNotIn(2, {concept for concept, _ in trained(self.INDEX, scope)})

    def test_unseen_pairs_are_left_out_of_other_styles_only(self):
        self.assertTrue(unseen_pair("strawberry", "noto"))
        drawn = trained(self.INDEX, "styles")
        self.assertNotIn((0, "noto"), drawn)
        self.assertIn((0, "fluent 3d"), drawn)
        self.assertIn((0, "fluent flat"), drawn)
        self.assertIn((0, "noto"), trained(self.INDEX, "all"))

    def test_only_all_draws_what_is_not_in_the_core(self):
        self.assertIn((3, "noto"), trained(self.INDEX, "all"))
        self.assertNotIn(3, {concept for scope in ("core", "styles") for concept, _ in trained(self.INDEX, scope)})


class Frames(unittest.TestCase):
    def test_what_is_shifted_out_is_gone(self):
        frames = np.arange(1, 17, dtype=np.uint8).reshape(1, 1, 4, 4)
        self.assertEqual(shifted(frames, 1, -1)[0, 0].tolist(), [[0, 0, 0, 0], [2, 3, 4, 0], [6, 7, 8, 0], [10, 11, 12, 0]])
        np.testing.assert_array_equal(shifted(frames, 0, 0), frames)


class Digits(unittest.TestCase):
    def test_a_path_is_straight_until_the_border_and_turns_there(self):
        corners = paths(np.random.default_rng(3), 200)
        self.assertEqual((corners.min(), corners.max()), (0, 36))
        speed = np.diff(corners, axis=1)
        self.assertLessEqual(np.abs(speed).max(), 4)  # a tenth of 36 pixels, rounded
        inside = (corners[:, :-2] > 4) & (corners[:, :-2] < 32) & (corners[:, 2:] > 4) & (corners[:, 2:] < 32)
        bend = np.abs(np.diff(speed, axis=1))
        self.assertLessEqual(bend[inside].max(), 1)
        self.assertGreater(bend.max(), 1)

    def test_the_brighter_pixel_is_seen(self):
        clips = moving(np.full((1, 28, 28), 200, np.uint8), np.random.default_rng(0), 4)
        self.assertEqual(clips.shape, (4, FRAMES, 64, 64))
        self.assertEqual(set(np.unique(clips)), {0, 200})


class Networks(unittest.TestCase):
    def test_padding_tokens_change_nothing(self):
        net = awake(UNet(UNetConfig(**TINY)))
        sample, t = torch.randn(1, 4, 32, 32), torch.tensor([500])
        tokens, mask = torch.randn(1, 24, 384), torch.zeros(1, 24)
        mask[:, :5] = 1
        other = tokens.clone()
        other[:, 5:] = 7.0
        with torch.no_grad():
            torch.testing.assert_close(net(sample, t, tokens, mask), net(sample, t, other, mask))

    def test_rows_with_their_own_steps_do_not_mix(self):
        net = awake(UNet(UNetConfig(**TINY)))
        sample, tokens, mask = torch.randn(2, 4, 32, 32), torch.randn(2, 24, 384), torch.ones(2, 24)
        with torch.no_grad():
            both = net(sample, torch.tensor([900, 10]), tokens, mask)
            alone = net(sample[1:], torch.tensor([10]), tokens[1:], mask[1:])
        torch.testing.assert_close(both[1:], alone, atol=1e-4, rtol=1e-4)

    def test_an_untrained_video_net_copies_the_last_frame(self):
        net = UNet(UNetConfig(**TINY, channels=12, context_channels=12, text_dim=0, residual=0.2)).eval()
        context = torch.rand(1, 12, 32, 32) * 2 - 1

        def predict(sample, t):
            with torch.no_grad():
                return net(torch.from_numpy(sample), torch.tensor([t]), context=context).numpy()

        made = ddim(predict, np.zeros((1, 12, 32, 32)), 1)
        np.testing.assert_allclose(made, context[:, 9:].repeat(1, 4, 1, 1).numpy(), atol=1e-3)

    def test_a_coarser_fold_keeps_the_sides(self):
        config = UNetConfig(**TINY, size=64, fold=4, channels=10, context_channels=10, text_dim=0)
        sample = torch.randn(2, 10, 64, 64)
        with torch.no_grad():
            made = UNet(config)(sample, torch.tensor([999, 999]), context=sample)
        self.assertEqual(made.shape, sample.shape)

    def test_opaque_frames_use_the_sticker_upscaler(self):
        net = awake(Upscaler())
        image = torch.rand(1, 3, 8, 8) * 2 - 1
        with torch.no_grad():
            wanted = net(torch.cat([image, torch.ones(1, 1, 8, 8)], 1))[:, :3]
            torch.testing.assert_close(RgbUpscaler(net).eval()(image), wanted)

    def test_haze_becomes_clear_and_colour_stays_below_alpha(self):
        net = StickerUpscaler(Upscaler()).eval()  # untrained: a plain bilinear enlargement
        haze = torch.full((1, 4, 8, 8), -0.94)
        self.assertEqual(net(haze).max().item(), -1.0)
        made = net(torch.rand(1, 4, 8, 8) * 2 - 1)
        self.assertTrue((made[:, :3] <= made[:, 3:]).all())

    def test_an_untrained_restorer_gives_the_picture_back(self):
        picture = torch.rand(1, 3, 7, 10)
        torch.testing.assert_close(Restorer().eval()(picture, torch.full((1, 1, 7, 10), 0.1)), picture)


class Export(unittest.TestCase):
    def test_the_file_agrees_with_torch_at_another_batch_size(self):
        net = awake(Upscaler())
        data = convert(net, {"image": torch.rand(1, 4, 16, 16)}, "upscaled")
        self.assertLess(verify(data, net, {"image": torch.rand(3, 4, 16, 16)}), 1e-2)

    def test_a_restorer_takes_pictures_of_any_size(self):
        net = awake(Restorer())

        def inputs(h: int, w: int) -> dict[str, torch.Tensor]:
            return {"picture": torch.rand(1, 3, h, w), "sigma": torch.full((1, 1, h, w), 0.1)}

        data = convert(net, inputs(16, 16), "restored", any_size=True)
        self.assertLess(verify(data, net, inputs(9, 14)), 1e-2)
        self.assertLess(verify(data, net, inputs(8, 5)), 1e-2)


class Measures(unittest.TestCase):
    def test_equal_images(self):
        image = np.random.default_rng(0).random((2, 3, 16, 16))
        self.assertAlmostEqual(ssim(image, image), 1.0)
        self.assertEqual(psnr(image, image), 60.0)

    def test_sets_of_one_kind_are_no_distance_apart(self):
        rng = np.random.default_rng(0)
        a, b = rng.normal(size=(2, 300, 20))
        self.assertLess(abs(kernel_distance(a, b)), 20)
        self.assertGreater(kernel_distance(a, b + 1), 1000)

    def test_half_clear_is_not_clean(self):
        half = np.zeros((1, 4, 8, 8))
        self.assertEqual(clean_alpha(half), 0)
        half[:, 3, :4] = 1
        self.assertEqual(clean_alpha(half), 0.5)

    def test_a_picture_is_nearest_to_itself(self):
        pictures = np.random.default_rng(0).uniform(-1, 1, (5, 4, 8, 8)).astype(np.float32)
        apart = root_mean_square(pictures, pictures)
        self.assertEqual(apart.argmin(1).tolist(), [0, 1, 2, 3, 4])
        self.assertLess(apart.diagonal().max(), 1e-3)
        self.assertAlmostEqual(root_mean_square(-np.ones((1, 4, 2, 2)), np.ones((1, 4, 2, 2)))[0, 0], 1.0)

    def test_a_known_error(self):
        image = np.zeros((1, 1, 16, 16))
        self.assertAlmostEqual(psnr(image, image + 0.1), 20.0)


if __name__ == "__main__":
    unittest.main()
