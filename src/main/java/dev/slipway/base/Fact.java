package dev.slipway.base;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened and must be on record. Published as a Spring application event inside the
 * transaction that makes it true; history writes it in the same transaction.
 *
 * @param subjectType what it happened to: {@code model}, {@code environment}, {@code endpoint} or
 *     {@code principal}
 * @param subject the subject's name
 * @param type a stable dotted name, such as {@code deployment.succeeded}
 * @param actor who did it
 * @param summary one sentence for a person
 * @param deployment the deployment it belongs to; null for none
 * @param data what a machine may want to know: text, numbers, booleans, lists and maps of these
 * @param at when, in cloud time
 */
public record Fact(
    String subjectType,
    String subject,
    String type,
    String actor,
    String summary,
    @Nullable UUID deployment,
    Map<String, Object> data,
    Instant at) {}
