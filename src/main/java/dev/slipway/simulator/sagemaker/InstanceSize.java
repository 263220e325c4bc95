package dev.slipway.simulator.sagemaker;

import java.util.Map;

/**
 * What an instance type can do and costs, roughly, for recommendations: virtual processors by the
 * size in its name, dollars an hour by its family. Not a price list.
 */
record InstanceSize(int processors, double dollarsAnHour) {

  /** Dollars for a virtual processor and an hour, near what us-east-1 asks for on demand. */
  private static final Map<String, Double> BY_FAMILY =
      Map.of(
          "t2", 0.028, "c4", 0.060, "c5", 0.051, "c6i", 0.051, "m4", 0.060, "m5", 0.0575, "r5",
          0.0755, "g4dn", 0.184, "g5", 0.352, "p3", 0.478);

  private static final double OTHERS = 0.060;

  /** Of a type such as {@code ml.m5.2xlarge}. */
  static InstanceSize of(String type) {
    String[] parts = type.split("\\.", -1);
    String size = parts[parts.length - 1];
    int processors =
        switch (size) {
          case "medium", "large" -> 2;
          case "xlarge" -> 4;
          case "metal" -> 96;
          default -> 4 * Integer.parseInt("0" + size.replaceAll("\\D.*", ""));
        };
    double each = BY_FAMILY.getOrDefault(parts.length > 1 ? parts[1] : "", OTHERS);
    return new InstanceSize(Math.max(1, processors), each * processors);
  }
}
