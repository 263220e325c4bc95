package dev.slipway.cli;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a call would do, as far as people are shown it. */
record Plan(
    String endpoint,
    @Nullable Brought release,
    @Nullable List<Change> changes,
    @Nullable List<Call> calls,
    @Nullable List<Remark> remarks,
    @Nullable Expected expectedSeconds,
    @Nullable SmokeTest smokeTest,
    boolean noChanges,
    String hash,
    @Nullable Costs fleet,
    @Nullable List<Gate> gates,
    @Nullable String supersedes) {

  record Brought(@Nullable Integer number, String modelVersion) {}

  record Change(String field, @Nullable JsonNode before, @Nullable JsonNode after) {}

  record Call(String service, String operation, String subject) {}

  record Remark(String severity, String code, String message, @Nullable String proposal) {}

  record Expected(long provisioning, long baking, long total) {}

  record SmokeTest(@Nullable List<Sample> samples) {}

  record Sample(String name, int calls) {}

  record Costs(
      @Nullable Integer instancesBefore,
      @Nullable Integer instancesAfter,
      @Nullable BigDecimal costBefore,
      @Nullable BigDecimal costAfter,
      String currency,
      String pricesAsOf) {}
}
