package dev.slipway.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SigningSecretTests {

  /** The example that the reference libraries of Standard Webhooks are tested with. */
  @Test
  void theSignatureIsThatOfTheSpecification() {
    assertThat(
            new SigningSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
                .sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}"))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void aMessageIsTakenWithOneRightSignatureOfSeveralWithinMinutes() {
    SigningSecret secret = SigningSecret.make();
    Instant at = Instant.ofEpochSecond(1614265330);
    String right = secret.sign("msg_1", 1614265330, "{}");
    String signatures = SigningSecret.make().sign("msg_1", 1614265330, "{}") + " v2,x " + right;
    var message = new SignedMessage("msg_1", "1614265330", signatures, "{}");
    assertThat(message.isSignedWith(secret)).isTrue();
    assertThat(message.isSignedWith(SigningSecret.make())).isFalse();
    assertThat(new SignedMessage("msg_2", "1614265330", right, "{}").isSignedWith(secret))
        .isFalse();
    assertThat(new SignedMessage("msg_1", "1614265331", right, "{}").isSignedWith(secret))
        .isFalse();
    assertThat(new SignedMessage("msg_1", "1614265330", right, "{ }").isSignedWith(secret))
        .isFalse();
    assertThat(new SignedMessage("msg_1", "now", right, "{}").isSignedWith(secret)).isFalse();
    assertThat(message.isOf(at.plusSeconds(300))).isTrue();
    assertThat(message.isOf(at.minusSeconds(300))).isTrue();
    assertThat(message.isOf(at.plusSeconds(301))).isFalse();
    assertThat(message.isOf(at.minusSeconds(301))).isFalse();
    assertThat(new SignedMessage("msg_1", "now", right, "{}").isOf(at)).isFalse();
  }

  @Test
  void aNewSecretIsLongRandomAndNotPrinted() {
    SigningSecret secret = SigningSecret.make();
    assertThat(secret.text()).startsWith("whsec_");
    assertThat(Base64.getDecoder().decode(secret.text().substring(6))).hasSize(32);
    assertThat(secret).isNotEqualTo(SigningSecret.make());
    assertThat(secret.toString()).isEqualTo("whsec_…");
  }
}
