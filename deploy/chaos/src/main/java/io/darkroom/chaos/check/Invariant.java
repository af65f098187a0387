package io.darkroom.chaos.check;

/** The promises, by their numbers in {@code docs/reliability.md}. */
public enum Invariant {
    I1("no lost: every accepted job reaches exactly one end"),
    I2("no phantom: nothing ends that was never accepted"),
    I3("one result: one outcome, which everybody tells, with bytes that hash to it"),
    I4("monotone: streams count up without gaps, nothing follows an end"),
    I5("idempotent: one key and body, one job; another body is refused"),
    I6("called back: each end is acknowledged or listed, same id, same bytes"),
    I7("bounded attempts"),
    I8("blast radius: a poison job hurts only itself"),
    I9("conservation: slots, reservations and backlogs return to zero"),
    I10("no orphans"),
    I11("recovery: a job whose worker went goes on in time"),
    I12("shed, don't die: refusals say when to come back, memory stays flat");

    private final String sentence;

    Invariant(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
