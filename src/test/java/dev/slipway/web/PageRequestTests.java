package dev.slipway.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.base.Failure;
import dev.slipway.base.Ids;
import dev.slipway.base.Page;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageRequestTests {

  @ParameterizedTest
  @CsvSource({",50", "0,1", "-3,1", "7,7", "200,200", "201,200", "999999999999,200"})
  void aSizeIsBroughtIntoItsBounds(String asked, int given) {
    assertThat(PageRequest.of(asked, null).size()).isEqualTo(given);
  }

  @Test
  void aSizeThatIsNoNumberIsNamed() {
    assertThatThrownBy(() -> PageRequest.of("many", null))
        .isInstanceOfSatisfying(
            Failure.Invalid.class,
            failure ->
                assertThat(failure.violations().getFirst().pointer()).isEqualTo("page_size"));
  }

  @Test
  void aTokenLeadsFromPageToPage() {
    List<UUID> ids = Stream.generate(Ids::next).limit(3).toList();

    Page<UUID> first = PageRequest.of("2", null).page(ids, id -> id);
    PageRequest second = PageRequest.of("2", first.nextPageToken());

    assertThat(first.items()).isEqualTo(ids.subList(0, 2));
    assertThat(second.afterId()).isEqualTo(ids.get(1));
    assertThat(second.page(ids.subList(2, 3), id -> id).nextPageToken()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"!", "abc", "bm90LWFuLWlk", "MQ"})
  void aTokenOfAnotherListIsNamed(String token) {
    assertThatThrownBy(() -> PageRequest.of(null, token).afterId())
        .isInstanceOfSatisfying(
            Failure.Invalid.class,
            failure ->
                assertThat(failure.violations().getFirst().pointer()).isEqualTo("page_token"));
  }
}
