package io.darkroom.worker.intake;

import io.darkroom.contracts.job.Lane;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

class FakeShareGroupTest extends JobSourceContract {
    private final FakeShareGroup group = new FakeShareGroup(Duration.ofMillis(300), 5);

    @Override
    JobSource open(String member) {
        return group.open(Lane.VIDEO, member);
    }

    @Override
    void publish(String value) {
        group.publish(new byte[0], value.getBytes(StandardCharsets.UTF_8));
    }
}
