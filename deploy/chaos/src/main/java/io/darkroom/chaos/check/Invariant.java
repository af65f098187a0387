package io.darkroom.chaos.check;

/** The guarantees, by their numbers in {@code docs/reliability.md}. */
public enum Invariant {
    I1("no lost: every accepted job reaches exactly one end"),
    I2("no phantom: nothing ends that was never accepted"),
    I3("one result: one outcome, which all readers agree on, with bytes that hash to it"),
    I4("monotone: streams count up without gaps, nothing follows an end"),
    I5("idempotent: one key and body, one job; another body is refused"),
    I6("called back: each end is acknowledged or listed, same id, same bytes"),
    I7("bounded attempts"),
    I8("blast radius: a poison job hurts only itself"),
    I9("conservation: slots, reservations and backlogs return to zero"),
    I10("no orphans"),
    I11("recovery: a job whose worker is gone resumes in time"),
    I12("load shedding: refusals carry Retry-After, memory stays flat");

    private final String sentence;

    Invariant(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
