package dev.slipway.catalog;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.UUID;

/**
 * Something that learns and is released in versions.
 *
 * @param name unique, {@code [a-z0-9-]}, at most 41 characters
 * @param createdAt cloud time
 * @param rowVersion counts changes; its entity tag is the resource's
 */
public record Model(
    UUID id, String name, String description, Instant createdAt, @JsonIgnore long rowVersion) {}
