package dev.slipway.promotion;

import dev.slipway.base.Ids;
import java.sql.Timestamp;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Everything that was decided about promotions. Written once, never changed. */
@Component
class Decisions {

  /** A promotion's decisions as a JSON array, oldest first, for a query on {@code promotion p}. */
  static final String COLUMN =
      """
      (select coalesce(jsonb_agg(jsonb_build_object('kind', n.kind, 'check', n.check_name,
                  'by', n.decided_by, 'reason', n.reason, 'url', n.url, 'at', n.decided_at)
                  order by n.id), '[]')
       from promotion_decision n where n.promotion_id = p.id) as decisions
      """;

  private final JdbcClient jdbc;

  Decisions(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void record(UUID promotion, Decision decision) {
    jdbc.sql(
            """
            insert into promotion_decision (id, promotion_id, kind, check_name, decided_by, reason,
                                            url, decided_at)
            values (:id, :promotion, :kind, :check, :by, :reason, :url, :at)
            """)
        .param("id", Ids.next())
        .param("promotion", promotion)
        .param("kind", decision.kind().name())
        .param("check", decision.check())
        .param("by", decision.by())
        .param("reason", decision.reason())
        .param("url", decision.url())
        .param("at", Timestamp.from(decision.at()))
        .update();
  }
}
