package dev.slipway.local;

import dev.slipway.base.WallClock;
import java.net.http.HttpRequest;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The form of a signature, from which the simulator reads who calls. It does not verify it, so
 * these carry an empty one.
 */
final class SimulatorSignature {

  private static final DateTimeFormatter AMZ_DATE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /** The simulator takes any key, and the number of an account for that account's. */
  private static final String ACCOUNT = "123456789012";

  private final String region;
  private final WallClock clock;

  SimulatorSignature(String region, WallClock clock) {
    this.region = region;
    this.clock = clock;
  }

  void sign(String service, HttpRequest.Builder request) {
    String date = AMZ_DATE.format(clock.now());
    String scope =
        "%s/%s/%s/%s/aws4_request".formatted(ACCOUNT, date.substring(0, 8), region, service);
    request
        .header("X-Amz-Date", date)
        .header("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD")
        .header(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=%s, SignedHeaders=host;x-amz-date, Signature=%s"
                .formatted(scope, "0".repeat(64)));
  }
}
