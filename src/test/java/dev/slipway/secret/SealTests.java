package dev.slipway.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealTests {

  static final String OLD = "b2xkLWtleS1vbGQta2V5LW9sZC1rZXktb2xkLWtleSE=";
  static final String NEW = "bmV3LWtleS1uZXcta2V5LW5ldy1rZXktbmV3LWtleSE=";

  private final Seal seal = new Seal(List.of(NEW, OLD));

  @Test
  void whatWasSealedOpensInItsPlace() {
    String sealed = seal.seal("whsec_ä+/=", "webhook/1");
    assertThat(sealed).startsWith("sealed:").doesNotContain("whsec");
    assertThat(seal.open(sealed, "webhook/1")).isEqualTo("whsec_ä+/=");
    assertThat(seal.seal("whsec_ä+/=", "webhook/1")).as("never the same").isNotEqualTo(sealed);
    assertThatThrownBy(() -> seal.open(sealed, "webhook/2"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aChangedCharacterIsNoticedWhereverItIs() {
    String sealed = seal.seal("secret", "p");
    for (int i = sealed.lastIndexOf(':') + 1; i < sealed.length() - 1; i++) {
      char other = sealed.charAt(i) == 'A' ? 'B' : 'A';
      String changed = sealed.substring(0, i) + other + sealed.substring(i + 1);
      assertThatThrownBy(() -> seal.open(changed, "p"))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> seal.open(sealed.substring(0, sealed.length() - 20), "p"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theFirstKeySealsAndAllOpen() {
    String before = new Seal(List.of(OLD)).seal("secret", "p");
    assertThat(seal.open(before, "p")).isEqualTo("secret");
    assertThat(seal.isCurrent(before)).isFalse();
    assertThat(seal.isCurrent(seal.seal("secret", "p"))).isTrue();
    assertThatThrownBy(() -> new Seal(List.of(NEW)).open(before, "p"))
        .isInstanceOf(UnusableKeys.class)
        .hasMessageContaining(before.substring(7, 15));
  }

  @Test
  void bothAlphabetsOfBase64AreOneKey() {
    String standard = "+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/8=";
    String url = standard.replace('+', '-').replace('/', '_').replace("=", "");
    String sealed = new Seal(List.of(standard)).seal("secret", "p");
    assertThat(new Seal(List.of(url + "\n")).open(sealed, "p")).isEqualTo("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"short", "c2hvcnQ=", "not base64 at all!", ""})
  void whatIsNoKeyIsRefusedWithoutRepeatingIt(String text) {
    assertThatThrownBy(() -> new Seal(List.of(text)))
        .isInstanceOf(UnusableKeys.class)
        .extracting(failure -> ((UnusableKeys) failure).remedy())
        .isEqualTo("Make one with openssl rand -base64 32.");
  }

  @Test
  void noKeyAtAllIsToldHowToMakeOne() {
    assertThatThrownBy(() -> new Seal(List.of()))
        .isInstanceOf(UnusableKeys.class)
        .extracting(failure -> ((UnusableKeys) failure).remedy())
        .asString()
        .contains("SLIPWAY_SECRETS_KEYS")
        .contains("openssl rand -base64 32");
  }
}
