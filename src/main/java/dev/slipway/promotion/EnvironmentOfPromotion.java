package dev.slipway.promotion;

import dev.slipway.access.EnvironmentOf;
import dev.slipway.access.Where;
import dev.slipway.base.Ids;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tells to which environment a promotion goes. */
@Component
class EnvironmentOfPromotion implements EnvironmentOf {

  private final JdbcClient jdbc;

  EnvironmentOfPromotion(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Where where() {
    return Where.OF_PROMOTION;
  }

  @Override
  public Optional<String> find(String id) {
    return Ids.read(id).flatMap(this::environment);
  }

  private Optional<String> environment(UUID id) {
    return jdbc.sql(
            """
            select e.name from promotion p join environment e on e.id = p.to_environment_id
            where p.id = ?
            """)
        .param(id)
        .query(String.class)
        .optional();
  }
}
