package dev.slipway.cli;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A row of the record, as far as people are shown it. */
record Event(
    String id,
    String subjectType,
    String subject,
    long sequence,
    String type,
    String actor,
    String summary,
    @Nullable JsonNode data,
    Instant at,
    Instant recordedAt) {

  /** A member of what a machine may want to know; empty where it is not there. */
  String told(String member) {
    return data == null ? "" : data.path(member).asString("");
  }
}
