package io.darkroom.rules.bad.worker;

/** Waits for what it is told. */
final class Notifies {
    private boolean told;

    synchronized void tell() {
        told = true;
        notifyAll();
    }

    synchronized void allowed() throws InterruptedException {
        while (!told) {
            wait(1_000);
        }
    }
}
