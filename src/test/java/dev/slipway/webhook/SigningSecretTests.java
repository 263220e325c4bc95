package dev.slipway.webhook;

import static org.assertj.core.api.Assertions.assertThat;

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
  void aNewSecretIsLongRandomAndNotPrinted() {
    SigningSecret secret = SigningSecret.make();
    assertThat(secret.text()).startsWith("whsec_");
    assertThat(Base64.getDecoder().decode(secret.text().substring(6))).hasSize(32);
    assertThat(secret).isNotEqualTo(SigningSecret.make());
    assertThat(secret.toString()).isEqualTo("whsec_…");
  }
}
