package io.darkroom.worker.ort;

import io.darkroom.contracts.fleet.ModelInfo.Size;
import io.darkroom.worker.batch.EngineException;
import io.darkroom.worker.model.DiffusersFolder;
import io.darkroom.worker.model.DiffusersLayout;
import io.darkroom.worker.model.DiffusersLayout.Encoder;
import io.darkroom.worker.text.ClipTokenizer;
import io.darkroom.worker.text.DjlTokenizer;
import io.darkroom.worker.text.Tokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Networks of a Diffusers layout: text encoders, UNet or transformer, both halves of the autoencoder. */
final class DiffusersNetworks implements Networks {
    private final OrtRuntime runtime;
    private final DiffusersLayout layout;
    private final int rows;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final DiffusersPrompts prompts;
    private final OrtNetwork network;
    private final @Nullable OrtVae encoder;
    private final OrtVae decoder;
    private final LatentPreview preview;
    private final Map<Size, OrtUnet> denoisers = new HashMap<>();

    /** @throws EngineException if a network cannot be opened or does not match the layout */
    DiffusersNetworks(OrtRuntime runtime, DiffusersFolder folder, int rows) {
        this.runtime = runtime;
        this.layout = folder.layout();
        this.rows = rows;
        try {
            this.prompts = open(new DiffusersPrompts(layout, encoders(runtime, folder)));
            this.network =
                    open(new OrtNetwork(runtime, folder.file(layout.denoiser().file())));
            this.encoder =
                    folder.hasVaeEncoder() ? open(new OrtVae(runtime, folder.file(DiffusersFolder.VAE_ENCODER))) : null;
            this.decoder = open(new OrtVae(runtime, folder.file(DiffusersFolder.VAE_DECODER)));
            this.preview =
                    LatentPreview.fit(layout.vae(), decoder, layout.denoiser().latentSide());
            denoiser(new Size(layout.side(), layout.side()));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private List<OrtTextModel> encoders(OrtRuntime runtime, DiffusersFolder folder) {
        List<OrtTextModel> encoders = new ArrayList<>();
        for (Encoder wanted : layout.text().encoders()) {
            encoders.add(new OrtTextModel(runtime, folder.file(wanted.network()), tokenizer(folder, wanted)));
        }
        return encoders;
    }

    private static Tokenizer tokenizer(DiffusersFolder folder, Encoder encoder) {
        try {
            if (encoder.kind() == Encoder.Kind.CLIP
                    && folder.digests().containsKey(encoder.tokenizer() + "/vocab.json")) {
                return new ClipTokenizer(folder.directory().resolve(encoder.tokenizer()));
            }
            try (InputStream file = Files.newInputStream(folder.file(encoder.tokenizer() + "/tokenizer.json"))) {
                return new DjlTokenizer(file, encoder.tokens());
            }
        } catch (IOException e) {
            throw new EngineException(
                    EngineException.Reason.BROKEN,
                    "cannot read " + encoder.tokenizer() + " of model '" + folder.id() + "': " + e.getMessage(),
                    e);
        }
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.push(resource);
        return resource;
    }

    @Override
    public synchronized OrtUnet denoiser(Size size) {
        return denoisers.computeIfAbsent(size, it -> {
            DiffusersLayout.Denoiser unet = layout.denoiser();
            OrtUnet.Inputs inputs =
                    new OrtUnet.Inputs(unet.inputChannels(), prompts.tokens(), unet.textWidth(), unet.pooledWidth());
            return open(
                    new OrtUnet(runtime, network.session(), inputs, codec(it).sampleShape(), rows));
        });
    }

    @Override
    public Codec codec(Size size) {
        return new LatentCodec(layout.vae(), size, encoder, decoder, preview);
    }

    @Override
    public Prompts prompts() {
        return prompts;
    }

    @Override
    public String precision() {
        return denoiser(new Size(layout.side(), layout.side())).precision();
    }

    @Override
    public boolean takesAnySize() {
        return network.takesAnySize() && decoder.takesAnySize() && (encoder == null || encoder.takesAnySize());
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("cannot close model '" + layout.id() + "'", e);
            }
        }
    }
}
