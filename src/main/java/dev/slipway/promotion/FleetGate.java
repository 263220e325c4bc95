package dev.slipway.promotion;

import dev.slipway.endpoint.HourlyCost;
import dev.slipway.endpoint.ReleaseSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * The gate for fleets: limits the instance types, and the number and cost of instances when the
 * fleet is at its largest.
 */
@Component
@Order(2)
class FleetGate implements Gate {

  private final HourlyCost cost;

  FleetGate(HourlyCost cost) {
    this.cost = cost;
  }

  @Override
  public boolean ofRelease() {
    return true;
  }

  @Override
  public List<GateVerdict> look(Passage passage) {
    List<GateVerdict> verdicts = new ArrayList<>();
    List<String> types = passage.rules().instanceTypes();
    if (types != null) verdicts.add(type(passage, types));
    Integer most = passage.rules().maxInstances();
    if (most != null) verdicts.add(count(passage, most));
    Double ceiling = passage.rules().maxCostPerHour();
    if (ceiling != null) verdicts.add(cost(passage, ceiling));
    return verdicts;
  }

  private static GateVerdict type(Passage passage, List<String> allowed) {
    for (String type : passage.spec().hosting().types()) {
      if (allowed.stream().noneMatch(pattern -> matches(pattern, type))) {
        return GateVerdict.failed(
            GateKind.INSTANCE_TYPE,
            "%s allows %s, and the release runs, or may run, on %s. Choose another type, or have the environment's gates.instance_types changed."
                .formatted(passage.target(), String.join(", ", allowed), type));
      }
    }
    List<String> used = passage.spec().hosting().types();
    return GateVerdict.passed(
        GateKind.INSTANCE_TYPE,
        used.isEmpty()
            ? "Serverless has no instances."
            : "%s is allowed.".formatted(String.join(", ", used)));
  }

  private static boolean matches(String pattern, String type) {
    return Pattern.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q"), type);
  }

  private static GateVerdict count(Passage passage, int most) {
    int instances = HourlyCost.instances(passage.spec());
    return instances > most
        ? GateVerdict.failed(
            GateKind.INSTANCE_COUNT,
            "%s allows %d instances, and the fleet may grow to %d. Lower instance_count or autoscaling.max_instances, or have the environment's gates.max_instances raised."
                .formatted(passage.target(), most, instances))
        : GateVerdict.passed(
            GateKind.INSTANCE_COUNT,
            "The fleet grows to at most %d of %d instances.".formatted(instances, most));
  }

  private GateVerdict cost(Passage passage, double ceiling) {
    ReleaseSpec spec = passage.spec();
    OptionalDouble most = cost.most(spec);
    if (most.isEmpty()) {
      return GateVerdict.failed(
          GateKind.COST,
          spec.hosting().serverless() == null
              ? "%s limits the cost per hour, and the price of %s is not known. Set it as slipway.prices.per-hour, or choose another type."
                  .formatted(passage.target(), String.join(" or ", spec.hosting().types()))
              : "%s limits the cost per hour, and the price of serverless is not known. Set it as slipway.prices.serverless-gb-second."
                  .formatted(passage.target()));
    }
    String comes = money(most.getAsDouble());
    return most.getAsDouble() > ceiling
        ? GateVerdict.failed(
            GateKind.COST,
            "%s allows %s per hour, and the fleet at its largest comes to %s. Make it smaller, or have the environment's gates.max_cost_per_hour raised."
                .formatted(passage.target(), money(ceiling), comes))
        : GateVerdict.passed(
            GateKind.COST,
            "The fleet at its largest comes to %s of %s per hour."
                .formatted(comes, money(ceiling)));
  }

  private String money(double amount) {
    return String.format(Locale.ROOT, "%.2f %s", amount, cost.currency());
  }
}
