package dev.slipway.environment;

import java.time.Instant;

/**
 * One profile that an environment has, or had.
 *
 * @param environment the environment's name
 * @param revision from 1
 * @param createdAt cloud time
 */
record Revision(
    String environment, int revision, Profile profile, String createdBy, Instant createdAt) {}
