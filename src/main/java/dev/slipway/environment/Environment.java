package dev.slipway.environment;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.UUID;

/**
 * A place where models run.
 *
 * @param name unique, {@code [a-z0-9-]}, at most 21 characters
 * @param revision which of its profiles holds now, from 1
 * @param profile that profile
 * @param createdAt cloud time
 * @param updatedAt when the profile became this one, in cloud time
 * @param rowVersion counts changes; its entity tag is the resource's
 */
public record Environment(
    UUID id,
    String name,
    int revision,
    Profile profile,
    Instant createdAt,
    Instant updatedAt,
    @JsonIgnore long rowVersion) {}
