package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import tools.jackson.databind.node.ObjectNode;

/** Which plan each environment of a promotion is held to. */
class AgreedPlansTests {

  @Command
  private static final class Promoting {
    @Mixin Target target = new Target();
    @Mixin AgreedPlans agreed = new AgreedPlans();
  }

  @Test
  void oneEnvironmentIsHeldToItsPlanNamedOrNot() {
    for (String hash : new String[] {"6a09", "prod=6a09"}) {
      ObjectNode asked = asked("prod", hash);
      assertThat(asked.path("plan_hash").asString()).isEqualTo("6a09");
      assertThat(asked.has("plan_hashes")).isFalse();
    }
  }

  @Test
  void severalAreHeldToOneEach() {
    ObjectNode asked = asked("eu,us", "us=bb67,eu=6a09");
    assertThat(asked.at("/plan_hashes/eu").asString()).isEqualTo("6a09");
    assertThat(asked.at("/plan_hashes/us").asString()).isEqualTo("bb67");
    assertThat(asked.has("plan_hash")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          eu,us | eu=6a09         | none is given for us; name all, as eu=HASH,us=HASH.
          eu,us | 6a09            | of several environments each has its own, as eu=HASH,us=HASH.
          eu,us | eu=6a09,de=bb67 | 'de=bb67' names no environment of --to.
          eu,us | eu=6a09,eu=bb67 | eu has one plan, and two hashes were given.
          prod  | 6a09,bb67       | prod has one plan, and two hashes were given.
          prod  | eu=6a09         | 'eu=6a09' names no environment of --to.
          prod  | prod=           | 'prod=' holds no hash.
          """)
  void whatIsNotOneForEachIsNotUnderstood(String to, String hashes, String why) {
    assertThatExceptionOfType(ParameterException.class)
        .isThrownBy(() -> asked(to, hashes))
        .withMessage("--plan-hash: " + why);
  }

  private static ObjectNode asked(String to, String hashes) {
    Promoting promoting = new Promoting();
    new CommandLine(promoting).parseArgs("fraud-detector", "--to", to, "--plan-hash", hashes);
    ObjectNode body = promoting.target.body("a test");
    promoting.agreed.into(body, promoting.target.to);
    return body;
  }
}
