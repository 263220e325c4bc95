package dev.slipway.history;

import dev.slipway.base.Failure;
import dev.slipway.base.Page;
import dev.slipway.web.PageRequest;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads the record and checks that nobody changed it. */
@Component
public class History {

  private static final int BATCH = 500;

  private final EventStore store;

  History(EventStore store) {
    this.store = store;
  }

  /**
   * What a check of a subject's chain found.
   *
   * @param intact every row follows from the one before, and the last is the one that was last
   *     written
   * @param rows how many rows were checked
   * @param firstBroken the sequence number of the first row that is missing or does not fit; null
   *     when intact
   */
  public record Verification(
      String subjectType, String subject, boolean intact, long rows, @Nullable Long firstBroken) {}

  Page<AuditEvent> events(EventFilter filter, PageRequest page) {
    return page.page(store.newest(filter, last(page), page.limit()), AuditEvent::id);
  }

  /**
   * The record of one deployment, oldest first.
   *
   * @throws Failure.NotFound when nothing was ever recorded of it, which is so only for one that
   *     does not exist: a deployment and its first event are written together
   */
  public Page<AuditEvent> ofDeployment(UUID deployment, PageRequest page) {
    List<AuditEvent> rows = store.ofDeployment(deployment, last(page), page.limit());
    if (rows.isEmpty() && page.after() == null) {
      throw new Failure.NotFound(
          "no-such-deployment", "There is no deployment \"" + deployment + "\".");
    }
    return page.page(rows, AuditEvent::id);
  }

  /**
   * Recomputes the chain of a subject, up to where it ended when the check began.
   *
   * @throws Failure.NotFound when nothing was ever recorded of the subject
   */
  public Verification verify(String subjectType, String subject) {
    EventStore.Head head =
        store
            .head(subjectType, subject)
            .orElseThrow(() ->
                new Failure.NotFound(
                    "no-such-subject",
                    "Nothing is recorded of the %s \"%s\".".formatted(subjectType, subject)));
    String hash = Canonical.GENESIS;
    long checked = 0;
    while (checked < head.sequence()) {
      List<AuditEvent> rows = store.chain(subjectType, subject, checked + 1, BATCH);
      for (AuditEvent row : rows) {
        if (checked == head.sequence()) {
          break;
        }
        if (row.sequence() != checked + 1
            || !row.previousHash().equals(hash)
            || !row.hash().equals(Canonical.hash(row))) {
          return new Verification(subjectType, subject, false, checked, checked + 1);
        }
        hash = row.hash();
        checked++;
      }
      if (rows.isEmpty()) {
        return new Verification(subjectType, subject, false, checked, checked + 1);
      }
    }
    return hash.equals(head.hash())
        ? new Verification(subjectType, subject, true, checked, null)
        : new Verification(subjectType, subject, false, checked, checked);
  }

  /** The event of this id, which must be on record. */
  public AuditEvent event(UUID id) {
    return store.find(id).orElseThrow();
  }

  /**
   * Lets nobody follow a deployment that does not exist.
   *
   * @throws Failure.NotFound {@code no-such-deployment}
   */
  void requireDeployment(UUID deployment) {
    ofDeployment(deployment, new PageRequest(1, null));
  }

  private @Nullable AuditEvent last(PageRequest page) {
    UUID id = page.afterId();
    return id == null ? null : store.find(id).orElseThrow(PageRequest::badToken);
  }
}
