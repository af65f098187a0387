package io.darkroom.simulate.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** An axis that begins and ends at round numbers. */
record Scale(double from, double to, double step) {
    private static final int TICKS = 7;

    /**
     * @param fromZero whether the axis begins at 0 whatever the values
     */
    static Scale of(DoubleStream values, boolean fromZero) {
        double[] all = values.toArray();
        double least =
                fromZero || all.length == 0 ? 0 : DoubleStream.of(all).min().orElse(0);
        double most = Math.max(least + 1, DoubleStream.of(all).max().orElse(1));
        double rough = (most - least) / TICKS;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = power * (rough / power > 5 ? 10 : rough / power > 2 ? 5 : rough / power > 1 ? 2 : 1);
        return new Scale(Math.floor(least / step) * step, Math.ceil(most / step) * step, step);
    }

    double share(double value) {
        return (value - from) / (to - from);
    }

    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; from + i * step <= to + step / 1_000; i++) {
            ticks.add(from + i * step);
        }
        return ticks;
    }
}
