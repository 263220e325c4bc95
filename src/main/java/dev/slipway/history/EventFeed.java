package dev.slipway.history;

import dev.slipway.access.Reach;
import dev.slipway.access.Role;
import dev.slipway.live.Audience;
import dev.slipway.live.Feed;
import dev.slipway.live.Placed;
import dev.slipway.live.Telling;
import java.util.List;
import org.springframework.stereotype.Component;

/** The record while it is written. */
@Component
class EventFeed extends Feed<AuditEvent> {

  private static final EventFilter ALL =
      new EventFilter(null, null, null, null, null, null, null, Reach.EVERYWHERE);

  private final EventStore store;

  EventFeed(EventStore store) {
    this.store = store;
  }

  @Override
  protected List<Placed<AuditEvent>> between(long after, long until, int limit) {
    return store.placed(ALL, after, until, limit);
  }

  @Override
  protected Object told(AuditEvent event) {
    return event;
  }

  @Override
  protected Telling<AuditEvent> everything() {
    return telling(ALL, false);
  }

  @Override
  protected boolean isOutdated(AuditEvent earlier, AuditEvent later) {
    return false;
  }

  /** What a filter lets through of what the caller may see. */
  Telling<AuditEvent> telling(EventFilter filter, boolean fromTheStart) {
    return new Telling<>(
        Telling.MESSAGE,
        this,
        caller -> new Filtered(filter.seenBy(caller.reach(Role.VIEWER))),
        fromTheStart);
  }

  private final class Filtered implements Audience<AuditEvent> {
    private final EventFilter filter;

    Filtered(EventFilter filter) {
      this.filter = filter;
    }

    @Override
    public boolean wants(AuditEvent event) {
      return filter.matches(event);
    }

    @Override
    public List<Placed<AuditEvent>> missed(long after, long until, int limit) {
      return store.placed(filter, after, until, limit);
    }
  }
}
