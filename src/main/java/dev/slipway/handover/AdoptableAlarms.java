package dev.slipway.handover;

import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.cloud.Alarms.LiveAlarm;
import dev.slipway.cloud.Inventory.Footprint;
import dev.slipway.cloud.Inventory.Kind;
import dev.slipway.cloud.Inventory.Part;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides which alarms of an endpoint are adopted. An alarm that Slipway could not write again as
 * it is, or that is not about this endpoint alone, stays its owner's and is named in a remark: an
 * adopted alarm is claimed later, and deleted with the endpoint.
 */
record AdoptableAlarms(List<AlarmSpec> adopted, List<Remark> remarks) {

  static AdoptableAlarms of(Footprint footprint, ForeignMark mark) {
    Set<String> ofScaling =
        footprint.parts(Kind.SCALING_POLICY).stream()
            .flatMap(policy -> policy.body().path("Alarms").values().stream())
            .map(alarm -> alarm.path("AlarmName").asString(""))
            .collect(Collectors.toSet());
    List<AlarmSpec> adopted = new ArrayList<>();
    List<Remark> remarks = new ArrayList<>();
    for (Part part : footprint.parts(Kind.ALARM)) {
      if (ofScaling.contains(part.name())) continue;
      Optional<AlarmSpec> spec =
          footprint.alarms().stream()
              .filter(it -> it.name().equals(part.name()))
              .map(LiveAlarm::spec)
              .findFirst();
      if (spec.isEmpty()) continue;
      String reason = reasonAgainst(part, spec.get(), footprint.endpoint().name(), mark);
      if (reason == null) adopted.add(spec.get());
      else remarks.add(leftAlone(part.name(), reason));
    }
    if (adopted.isEmpty()) remarks.add(nobodyIsTold());
    return new AdoptableAlarms(List.copyOf(adopted), List.copyOf(remarks));
  }

  private static @Nullable String reasonAgainst(
      Part part, AlarmSpec spec, String endpoint, ForeignMark mark) {
    List<String> missing = Expressible.missing(part);
    if (!missing.isEmpty()) return cannotWrite(String.join(", ", missing));
    long expressions =
        part.body().path("Metrics").values().stream().filter(it -> it.has("Expression")).count();
    if (expressions > 1) return cannotWrite("several expressions");
    if (expressions == 1 && spec.expression() == null) {
      return cannotWrite("an expression that is not what it watches");
    }
    if (!spec.writable()) return cannotWrite("several metrics without an expression");
    if (!spec.watchesOnly(endpoint)) return "watches something else too";
    String owner = mark.on(part);
    return owner == null ? null : "carries the mark of " + owner;
  }

  private static String cannotWrite(String what) {
    return "has what Slipway cannot write (" + what + ")";
  }

  private static Remark leftAlone(String name, String reason) {
    return new Remark(
        Severity.NOTE,
        "alarm-left-alone",
        "The alarm "
            + name
            + " "
            + reason
            + ". It stays as it is, its owner's, and goes on watching the endpoint.",
        null);
  }

  private static Remark nobodyIsTold() {
    return new Remark(
        Severity.WARNING,
        "nobody-is-told",
        "No alarm of the endpoint goes on record, so none of Slipway's tells anybody.",
        "Remove the override alarms.adopted afterwards; the next deployment then makes the"
            + " environment's paging alarms.");
  }
}
