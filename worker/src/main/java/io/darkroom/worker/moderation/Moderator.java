package io.darkroom.worker.moderation;

import io.darkroom.contracts.outcome.Failure;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.worker.pipeline.Moderation;
import io.darkroom.worker.raster.Pixels;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * This worker's moderation as it is configured. A list or a classifier that cannot be read stops the start: a worker that should moderate
 * does not run without it.
 */
@Startup
@ApplicationScoped
public class Moderator implements Moderation {
    private static final Logger LOG = Logger.getLogger(Moderator.class);

    private final Optional<WordList> words;
    private final Optional<OrtClassifier> classifier;

    public Moderator(ModerationConfig config) {
        this.words = config.words().map(WordList::read);
        this.classifier = config.model().map(Moderator::open);
    }

    private static OrtClassifier open(Path folder) {
        OrtClassifier opened = new OrtClassifier(folder);
        LOG.infof("images are classified before they are stored, by %s", folder);
        return opened;
    }

    @Override
    public boolean isOn() {
        return words.isPresent() || classifier.isPresent();
    }

    @Override
    public Optional<Failure> prompt(String prompt) {
        return words.flatMap(list -> list.findIn(prompt))
                .map(_ -> Failure.of(
                        FailureCode.CONTENT_REFUSED,
                        "the prompt asks for content that this service does not make; change it"));
    }

    @Override
    public Optional<Failure> image(Pixels image) {
        return classifier
                .filter(it -> it.score(image) >= it.threshold())
                .map(
                        _ -> Failure.of(
                                FailureCode.CONTENT_REFUSED,
                                "the image was classified as content that this service does not return; try another seed or prompt"));
    }

    @PreDestroy
    void close() {
        classifier.ifPresent(OrtClassifier::close);
    }
}
