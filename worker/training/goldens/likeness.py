"""Prints PSNR and SSIM of the pictures in LikenessTest as scikit-image has them.

    python -m venv /tmp/v && /tmp/v/bin/pip install scikit-image==0.26.0 && /tmp/v/bin/python likeness.py
"""

import numpy
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

y, x = numpy.mgrid[0:20, 0:24]
ramp = (10 * x).astype(numpy.uint8)
waves = ((x * 37 + y * 91) % 256).astype(numpy.uint8)
shifted = (10 * x + 12).astype(numpy.uint8)
mixed = ((10 * x * 3 + (x * 37 + y * 91) % 256) // 4).astype(numpy.uint8)


def ssim(a, b):
    return structural_similarity(
        a, b, gaussian_weights=True, sigma=1.5, use_sample_covariance=False, data_range=255
    )


for name, picture in {"shifted": shifted, "waves": waves, "mixed": mixed}.items():
    print(name, f"{peak_signal_noise_ratio(ramp, picture):.6f}", f"{ssim(ramp, picture):.8f}")
