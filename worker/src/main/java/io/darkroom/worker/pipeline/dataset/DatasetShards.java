package io.darkroom.worker.pipeline.dataset;

import io.darkroom.contracts.job.SynthesizeDataset;
import io.darkroom.contracts.wire.Json;
import io.darkroom.worker.codec.ImageIoPng;
import io.darkroom.worker.pipeline.FinishedMedia;
import io.darkroom.worker.pipeline.FinishedMedia.Extent;
import io.darkroom.worker.pipeline.FinishedMedia.File;
import io.darkroom.worker.pipeline.Payload;
import io.darkroom.worker.pipeline.PipelineContext;
import io.darkroom.worker.pipeline.dataset.DatasetRecords.Annotation;
import io.darkroom.worker.pipeline.dataset.DatasetRecords.Image;
import io.darkroom.worker.pipeline.dataset.DatasetRecords.Sample;
import io.darkroom.worker.raster.Pixels;
import java.io.BufferedOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Packs the images of a dataset into shards, in order. A shard is a file on disk until it is full; then it is stored and
 * deleted. Only COCO's annotations stay in memory, some hundred bytes for each image.
 */
final class DatasetShards implements AutoCloseable {
    private final SynthesizeDataset job;
    private final PipelineContext context;
    private final Path file;
    private final List<Image> cocoImages = new ArrayList<>();
    private final List<Annotation> annotations = new ArrayList<>();
    private OutputStream buffer = OutputStream.nullOutputStream();
    private @Nullable ShardWriter tar;
    private int images;
    private int next;

    DatasetShards(SynthesizeDataset job, PipelineContext context) {
        this.job = job;
        this.context = context;
        try {
            file = Files.createTempFile("darkroom-shard-", ".tar");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a temporary file for a shard", e);
        }
    }

    /** The encoded files of one image; created on any thread. */
    record Encoded(
            Sample sample,
            byte[] png,
            byte @Nullable [] mask,
            @Nullable Annotation annotation) {
        static Encoded of(SynthesizeDataset job, int item, Pixels image) {
            Cutout cutout = job.masks() || job.boxes() ? Cutout.of(image) : null;
            Sample sample = DatasetRecords.sample(job, item, cutout);
            boolean maskFile = job.masks() && isWebDataset(job);
            return new Encoded(
                    sample,
                    ImageIoPng.encode(image),
                    cutout != null && maskFile ? ImageIoPng.encode(cutout.image()) : null,
                    cutout == null ? null : DatasetRecords.annotation(job, sample, cutout));
        }
    }

    private static boolean isWebDataset(SynthesizeDataset job) {
        return job.format().equals("webdataset");
    }

    /** The next item to add. */
    int next() {
        return next;
    }

    /** Adds the next item. Returns whether a shard was stored. */
    boolean add(Encoded encoded) {
        try {
            ShardWriter to = tar == null ? open() : tar;
            String key = encoded.sample().key();
            to.add(key + ".png", encoded.png());
            if (isWebDataset(job)) {
                to.add(key + ".cls", String.valueOf(encoded.sample().cls()).getBytes(StandardCharsets.US_ASCII));
                to.add(key + ".json", Json.encode(encoded.sample()));
                if (encoded.mask() != null) {
                    to.add(key + ".mask.png", encoded.mask());
                }
            } else {
                cocoImages.add(DatasetRecords.image(encoded.sample(), name()));
                if (encoded.annotation() != null) {
                    annotations.add(encoded.annotation());
                }
            }
            images++;
            next++;
            return storeIfFull();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the shard " + file, e);
        }
    }

    /** Skips the next item, which has no result. Returns whether a shard was stored. */
    boolean skip() {
        next++;
        return storeIfFull();
    }

    /**
     * Stores the shard if it is full and not stored yet, which may be left from an attempt that could not do so. Returns
     * whether it was stored.
     */
    boolean storeIfFull() {
        boolean full = next % job.shardSize() == 0 || next == job.count();
        if (!full || images == 0) {
            return false;
        }
        try {
            if (tar != null) {
                tar.close();
                tar = null;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the shard " + file, e);
        }
        int shard = (next - 1) / job.shardSize();
        int first = shard * job.shardSize();
        String name = "shard-%06d.tar".formatted(shard);
        File contents = new File(name, ShardWriter.CONTENT_TYPE, new byte[0]);
        context.store(media(first, "shard", contents, images, shard), file);
        images = 0;
        return true;
    }

    /** Stores what follows the last shard. */
    void finish() {
        if (!isWebDataset(job) && !cocoImages.isEmpty()) {
            DatasetRecords.Coco coco = new DatasetRecords.Coco(cocoImages, annotations, DatasetRecords.categories(job));
            byte[] json = Json.encode(coco);
            File file = new File("annotations.json", "application/json", json);
            context.store(media(0, "annotations", file, cocoImages.size(), null));
        }
    }

    private String name() {
        return "shard-%06d.tar".formatted(next / job.shardSize());
    }

    private FinishedMedia media(int item, String role, File contents, int count, @Nullable Integer shard) {
        Extent extent = new Extent(job.width(), job.height(), count, shard);
        return new FinishedMedia(item, role, contents, extent, job.seedOf(item));
    }

    private ShardWriter open() throws IOException {
        buffer = new BufferedOutputStream(Files.newOutputStream(file));
        ShardWriter opened = new ShardWriter(buffer);
        tar = opened;
        return opened;
    }

    void writeTo(DataOutput out) throws IOException {
        out.writeInt(next);
        out.writeInt(images);
        if (tar != null) {
            buffer.flush();
        }
        boolean sealed = tar == null && images > 0;
        out.writeBoolean(sealed);
        byte[] begun = images > 0 ? Files.readAllBytes(file) : new byte[0];
        out.writeInt(begun.length);
        out.write(begun);
        byte[] coco = Json.encode(new DatasetRecords.Coco(cocoImages, annotations, List.of()));
        out.writeInt(coco.length);
        out.write(coco);
    }

    /** @throws IOException if it is not of a dataset like this one; then this object must not be used any more */
    void readFrom(DataInput in) throws IOException {
        next = Payload.readCount(in);
        images = Payload.readCount(in);
        boolean sealed = in.readBoolean();
        byte[] begun = Payload.readBytes(in);
        if (sealed) {
            Files.write(file, begun);
        } else if (begun.length > 0) {
            open();
            buffer.write(begun);
        }
        DatasetRecords.Coco coco = Json.decode(Payload.readBytes(in), DatasetRecords.Coco.class);
        cocoImages.addAll(coco.images());
        annotations.addAll(coco.annotations());
    }

    @Override
    public void close() {
        try {
            buffer.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + file, e);
        }
    }
}
