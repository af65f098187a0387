package io.darkroom.worker.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class FairSharingTest {
    /** A job that arrives at a tick with some ticks of work. */
    private static final class Job {
        final int at;
        final int work;
        double left;
        double end;
        double fairLeft;
        int ended;
        int fairEnded;

        Job(int at, int work) {
            this.at = at;
            this.work = work;
            this.left = work;
            this.fairLeft = work;
        }
    }

    @RepeatedTest(50)
    void noJobEndsLaterThanUnderEvenSharingAndTheMeanIsBetter(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            jobs.add(new Job(random.nextInt(300), 1 + random.nextInt(random.nextBoolean() ? 40 : 4)));
        }
        inOrderOfEnds(jobs);
        evenly(jobs);
        assertThat(jobs).allSatisfy(job -> assertThat(job.ended).isLessThanOrEqualTo(job.fairEnded + 1));
        assertThat(jobs.stream().mapToInt(job -> job.ended - job.at).sum())
                .isLessThan(
                        jobs.stream().mapToInt(job -> job.fairEnded - job.at).sum());
    }

    @Test
    void moreWorkOfTheSameJobIsAddedToItsEnd() {
        FairSharing sharing = new FairSharing();
        double a = sharing.add(0, 100);
        double b = sharing.add(0, 150);
        assertThat(a).isEqualTo(100);
        assertThat(sharing.add(a, 100)).isEqualTo(200).isGreaterThan(b);
        sharing.advance(400);
        assertThat(sharing.add(0, 10)).isEqualTo(210);
    }

    private static void inOrderOfEnds(List<Job> jobs) {
        FairSharing sharing = new FairSharing();
        for (int tick = 0; jobs.stream().anyMatch(job -> job.left > 0); tick++) {
            int now = tick;
            jobs.stream().filter(job -> job.at == now).forEach(job -> job.end = sharing.add(0, job.work));
            var first = jobs.stream()
                    .filter(job -> job.at <= now && job.left > 0)
                    .min(Comparator.comparingDouble(job -> job.end));
            if (first.isPresent()) {
                first.get().left--;
                if (first.get().left == 0) {
                    first.get().ended = tick + 1;
                }
                sharing.advance(1);
            }
        }
    }

    private static void evenly(List<Job> jobs) {
        for (int tick = 0; jobs.stream().anyMatch(job -> job.fairLeft > 1e-9); tick++) {
            double left = 1;
            while (left > 1e-9) {
                int now = tick;
                List<Job> present = jobs.stream()
                        .filter(job -> job.at <= now && job.fairLeft > 1e-9)
                        .toList();
                if (present.isEmpty()) {
                    break;
                }
                double least =
                        present.stream().mapToDouble(job -> job.fairLeft).min().orElseThrow();
                double each = Math.min(least, left / present.size());
                for (Job job : present) {
                    job.fairLeft -= each;
                    if (job.fairLeft <= 1e-9) {
                        job.fairEnded = tick + 1;
                    }
                }
                left -= each * present.size();
            }
        }
    }
}
