package dev.slipway.loadtest;

/**
 * The limits that a load test never exceeds.
 *
 * @param concurrency requests at once
 * @param rate requests begun a second
 * @param requests in all steps together
 * @param seconds of all steps together, without those in which last answers are awaited
 */
record Ceilings(int concurrency, double rate, int requests, int seconds) {}
