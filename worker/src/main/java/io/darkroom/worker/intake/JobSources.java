package io.darkroom.worker.intake;

import io.darkroom.contracts.job.Lane;

/** Opens members of the lanes' share groups. */
public interface JobSources {
    /**
     * @param member unique name, for logs
     */
    JobSource open(Lane lane, String member);
}
