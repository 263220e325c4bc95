package dev.slipway.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.slipway.base.WallClock;
import dev.slipway.testing.Conforming;
import dev.slipway.testing.EventStream;
import dev.slipway.testing.IdentityProvider;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Following a stream with a token that an identity provider has signed. */
@Conforming
class SignedReaderTests {

  private static final String COMPANY = "slipway.access.oidc.company.";

  @AutoClose private final IdentityProvider provider = IdentityProvider.start();

  @AutoClose
  private final LiveServer server =
      LiveServer.start(
          Map.of(
              "slipway.live.heartbeat",
              "100ms",
              "slipway.live.check-every",
              "50ms",
              COMPANY + "issuer",
              provider.issuer(),
              COMPANY + "audience",
              "slipway",
              COMPANY + "grants[0].group",
              "watchers",
              COMPANY + "grants[0].role",
              "viewer",
              COMPANY + "grants[0].environment",
              "*"));

  @Test
  void theStreamGoesOnWhileTheTokenIsValid() {
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(provider.issuer())
            .audience("slipway")
            .subject("ada")
            .claim("groups", "watchers")
            .expirationTime(Date.from(WallClock.system().now().plusSeconds(600)))
            .build();
    try (EventStream stream =
        EventStream.open(server.api().uri("/v1/audit-events"), provider.signed(claims), null)) {
      await().until(() -> stream.isOver() || stream.comments() > 5);
      assertThat(stream.events()).isEmpty();
      server.happen("signed", "something");
      await().until(() -> stream.isOver() || !stream.events().isEmpty());
      assertThat(stream.events().getFirst().name()).isNotEqualTo("end");
      assertThat(stream.isOver()).isFalse();
    }
  }
}
