package dev.slipway.promotion;

import dev.slipway.base.Ids;
import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.springframework.jdbc.core.simple.JdbcClient;

/** People besides the admin, each with a token. */
public record Colleagues(ApiServer api) {

  /** Decides on a promotion that is pending, as somebody. */
  Answer decide(String who, String promotion, String what, String reason) {
    return api.send(
        "POST",
        "/v1/promotions/" + promotion + "/" + what,
        decision(reason),
        "Authorization",
        "Bearer " + token(who));
  }

  static String decision(String reason) {
    return "{\"reason\": \"%s\", \"expected_state\": \"PENDING_APPROVAL\"}".formatted(reason);
  }

  /** Somebody's token. */
  public String token(String who) {
    String token = "slipway_" + who + "_0123456789abcdef0123456789abcdef";
    api.bean(JdbcClient.class)
        .sql(
            """
            insert into access_token (id, name, prefix, hash, created_at)
            values (?, ?, 'slipway_', ?, now()) on conflict (hash) do nothing
            """)
        .params(Ids.next(), who, hash(token))
        .update();
    return token;
  }

  private static String hash(String token) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(token.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
