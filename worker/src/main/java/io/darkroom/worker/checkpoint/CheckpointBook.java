package io.darkroom.worker.checkpoint;

import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.outcome.OutputArtifact;
import io.darkroom.contracts.wire.ObjectKeys;
import io.darkroom.platform.store.ObjectStore;
import io.darkroom.platform.store.ObjectTooLargeException;
import io.darkroom.platform.store.StoreUnavailableException;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The stored checkpoints of long jobs: at most one each, the last one written. If anything is wrong with one, its job starts
 * over.
 */
public final class CheckpointBook {
    private static final Logger LOG = Logger.getLogger(CheckpointBook.class);

    /** Larger ones are not written: reading and writing them would take longer than the work they save. */
    public static final int MAX_BYTES = 64 * 1024 * 1024;

    private final ObjectStore store;

    public CheckpointBook(ObjectStore store) {
        this.store = store;
    }

    /**
     * The checkpoint of an earlier attempt of this job, if an attempt with this configuration can resume from it.
     *
     * @param configDigest digest of the models and engine settings of the present attempt
     * @throws StoreUnavailableException if the store is unavailable
     */
    public Optional<Checkpoint> find(String tenant, JobId id, String configDigest) {
        String key = ObjectKeys.checkpoint(tenant, id);
        Checkpoint found;
        try {
            Optional<byte[]> bytes = store.get(key, MAX_BYTES);
            if (bytes.isEmpty()) {
                return Optional.empty();
            }
            found = Checkpoint.decode(bytes.get());
        } catch (Checkpoint.UnreadableException | ObjectTooLargeException e) {
            return startOver(id, String.valueOf(e.getMessage()));
        }
        Checkpoint.Header header = found.header();
        if (!header.job().equals(id) || !header.tenant().equals(tenant)) {
            return startOver(id, "it belongs to job " + header.job().value());
        }
        if (!header.configDigest().equals(configDigest)) {
            return startOver(id, "it was made with another model or another engine");
        }
        for (OutputArtifact output : header.outputs()) {
            if (store.size(output.key()).orElse(-1) != output.bytes()) {
                return startOver(id, "its artifact '" + output.key() + "' is gone");
            }
        }
        return Optional.of(found);
    }

    private static Optional<Checkpoint> startOver(JobId id, String why) {
        LOG.warnf("job %s starts over, its checkpoint cannot be used: %s", id.value(), why);
        return Optional.empty();
    }

    /**
     * Replaces the job's checkpoint.
     *
     * @return false if it is too large and was not written
     * @throws StoreUnavailableException if it is not known to be stored
     */
    public boolean save(Checkpoint checkpoint) {
        Checkpoint.Header header = checkpoint.header();
        byte[] bytes = checkpoint.payload().length > MAX_BYTES - 1024 * 1024 ? new byte[0] : checkpoint.encode();
        if (bytes.length == 0) {
            LOG.warnf(
                    "job %s: a checkpoint of %d bytes is too large and was not written",
                    header.job().value(), checkpoint.payload().length);
            return false;
        }
        store.put(ObjectKeys.checkpoint(header.tenant(), header.job()), bytes, "application/octet-stream");
        return true;
    }

    /**
     * Deletes it, if there is one. Never throws: a leftover checkpoint wastes space, but a job that has ended must be accepted
     * all the same.
     */
    public void delete(String tenant, JobId id) {
        try {
            store.delete(ObjectKeys.checkpoint(tenant, id));
        } catch (RuntimeException e) {
            LOG.infof("the checkpoint of job %s is left over: %s", id.value(), e.getMessage());
        }
    }
}
