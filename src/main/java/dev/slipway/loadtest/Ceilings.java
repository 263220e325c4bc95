package dev.slipway.loadtest;

/**
 * What a load test never goes beyond.
 *
 * @param concurrency requests at once
 * @param rate requests begun a second
 * @param requests in all steps together
 * @param seconds of all steps together, without those in which last answers are awaited
 */
record Ceilings(int concurrency, double rate, int requests, int seconds) {}
