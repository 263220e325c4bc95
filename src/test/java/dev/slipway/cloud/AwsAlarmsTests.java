package dev.slipway.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cloud.Alarms.Firing;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AwsAlarmsTests {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final CannedAws aws = new CannedAws();
  private final AnyAws door = new AnyAws(aws.uri());

  @AfterEach
  void stop() {
    door.close();
    aws.close();
  }

  @Test
  void everyChangeToAlarmIsReadFromAllPagesOfTheHistoryWithItsReason() {
    String toAlarm =
        "{\"version\":\"1.0\",\"oldState\":{\"stateValue\":\"OK\",\"stateReason\":\"was in"
            + " ALARM\"},\"newState\":{\"stateValue\":\"ALARM\",\"stateReason\":\"3 of 5"
            + " failed\"}}";
    String toOk = "{\"newState\":{\"stateValue\":\"OK\",\"stateReason\":\"none of 5 failed\"}}";
    aws.then(200, page("12:01", "OK to ALARM", toAlarm, "<NextToken>more</NextToken>"))
        .then(200, page("12:02", "ALARM to OK", toOk, "<NextToken>more</NextToken>"))
        .then(200, page("12:03", "OK to ALARM", toAlarm.substring(0, 100), ""));

    assertThat(door.cloud().alarms().firings("fraud-5xx", NOON))
        .containsExactly(
            new Firing(NOON.plusSeconds(60), "3 of 5 failed"),
            // Its data was cut short.
            new Firing(NOON.plusSeconds(180), null));
    assertThat(aws.asked().getFirst().body())
        .contains(
            "Action=DescribeAlarmHistory",
            "AlarmName=fraud-5xx",
            "HistoryItemType=StateUpdate",
            "StartDate=2026-01-01T12%3A00%3A00Z",
            "ScanBy=TimestampAscending");
  }

  private static String page(String time, String change, String data, String next) {
    return """
    <DescribeAlarmHistoryResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/">
    <DescribeAlarmHistoryResult><AlarmHistoryItems><member>
    <AlarmName>fraud-5xx</AlarmName><HistoryItemType>StateUpdate</HistoryItemType>
    <Timestamp>2026-01-01T%s:00Z</Timestamp>
    <HistorySummary>Alarm updated from %s</HistorySummary><HistoryData>%s</HistoryData>
    </member></AlarmHistoryItems>%s</DescribeAlarmHistoryResult>
    <ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></DescribeAlarmHistoryResponse>\
    """
        .formatted(time, change, data, next);
  }
}
