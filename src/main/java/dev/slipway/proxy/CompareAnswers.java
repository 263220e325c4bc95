package dev.slipway.proxy;

import dev.slipway.base.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Whether two bodies say the same. */
final class CompareAnswers {

  private static final String SAID = "OriginalMessage";
  private static final String STATUS = "OriginalStatusCode";

  private CompareAnswers() {}

  /**
   * Whether they are the same bytes, or JSON whose numbers differ by no more than the tolerance.
   */
  static boolean agree(byte[] one, byte[] other, double tolerance) {
    if (Arrays.equals(one, other)) {
      return true;
    }
    try {
      return agree(Json.mapper().readTree(one), Json.mapper().readTree(other), tolerance);
    } catch (JacksonException _) {
      return false;
    }
  }

  /**
   * Whether two of SageMaker's ModelErrors tell of the same: what the containers said, and with
   * which status. The rest names the endpoint, so it is never the same of two.
   */
  static boolean modelErrorsAgree(byte[] one, byte[] other, double tolerance) {
    try {
      JsonNode a = Json.mapper().readTree(one);
      JsonNode b = Json.mapper().readTree(other);
      if (!a.path(SAID).isString() || !b.path(SAID).isString()) {
        return agree(a, b, tolerance);
      }
      return a.path(STATUS).equals(b.path(STATUS))
          && agree(bytes(a.path(SAID)), bytes(b.path(SAID)), tolerance);
    } catch (JacksonException _) {
      return Arrays.equals(one, other);
    }
  }

  private static byte[] bytes(JsonNode text) {
    return text.stringValue().getBytes(StandardCharsets.UTF_8);
  }

  private static boolean agree(JsonNode one, JsonNode other, double tolerance) {
    if (one.isIntegralNumber() && other.isIntegralNumber()) {
      return agree(one.bigIntegerValue(), other.bigIntegerValue(), tolerance);
    }
    if (one.isNumber() && other.isNumber()) {
      double a = one.doubleValue();
      double b = other.doubleValue();
      return Math.abs(a - b) <= tolerance * Math.max(1, Math.max(Math.abs(a), Math.abs(b)));
    }
    if (one.size() != other.size() || one.getNodeType() != other.getNodeType()) {
      return false;
    }
    if (one.isObject()) {
      for (Map.Entry<String, JsonNode> member : one.properties()) {
        JsonNode there = other.get(member.getKey());
        if (there == null || !agree(member.getValue(), there, tolerance)) {
          return false;
        }
      }
      return true;
    }
    if (one.isArray()) {
      for (int i = 0; i < one.size(); i++) {
        if (!agree(one.path(i), other.path(i), tolerance)) {
          return false;
        }
      }
      return true;
    }
    return one.equals(other);
  }

  /** Exactly: two identifiers of 64 bits may be the same double. */
  private static boolean agree(BigInteger one, BigInteger other, double tolerance) {
    BigInteger most = one.abs().max(other.abs()).max(BigInteger.ONE);
    BigDecimal allowed = BigDecimal.valueOf(tolerance).multiply(new BigDecimal(most));
    return new BigDecimal(one.subtract(other).abs()).compareTo(allowed) <= 0;
  }
}
