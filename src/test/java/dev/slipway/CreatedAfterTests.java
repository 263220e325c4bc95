package dev.slipway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.rollout.Rehearsal;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Lists of what was made later than a moment. */
@Conforming
class CreatedAfterTests {

  @Test
  void whatIsOlderThanAMomentIsNotListed() {
    try (Rehearsal rehearsal = Rehearsal.start()) {
      rehearsal.live("v1");
      rehearsal.live("v2");
      for (String list : new String[] {"deployments", "promotions"}) {
        String environment = list.equals("deployments") ? "environment=prod" : "to=prod";
        Answer both = rehearsal.api().get("/v1/" + list);
        String second = both.at("/items/0/id");
        assertThat(both.json().at("/items")).hasSize(2);
        Instant made =
            Instant.ofEpochMilli(UUID.fromString(second).getMostSignificantBits() >>> 16);

        for (String also : new String[] {"", "&" + environment}) {
          Answer since = rehearsal.api().get("/v1/" + list + "?created_after=" + made + also);
          assertThat(since.json().at("/items")).as(list + also).hasSize(1);
          assertThat(since.at("/items/0/id")).isEqualTo(second);
          Answer later =
              rehearsal.api().get("/v1/" + list + "?created_after=" + made.plusMillis(1) + also);
          assertThat(later.json().at("/items")).as(list + also).isEmpty();
        }
        Answer odd = rehearsal.api().get("/v1/" + list + "?created_after=yesterday");
        assertThat(odd.status()).isEqualTo(400);
        assertThat(odd.at("/errors/0/pointer")).isEqualTo("created_after");
      }
    }
  }
}
