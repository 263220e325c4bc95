package dev.slipway.loadtest;

/** What an endpoint runs on at the moment. */
record Hosted(String type, int instances) {}
