package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecentMailTest {

  private static Mail mail(long key, int octets) {
    return new Mail(key, "acme", MailKind.RECEIPT, 0, 0, 0, new byte[octets], null, false, 0);
  }

  @Test
  void keepsWhatThereIsRoomForAndNothingElse() {
    RecentMail recent = new RecentMail(1000, 50_000);
    Map<Integer, Mail> model = new HashMap<>();
    Random random = new Random(3);
    int kept = 0;
    for (int step = 0; step < 200_000; step++) {
      int slot = random.nextInt(5000);
      if (model.containsKey(slot) || random.nextInt(3) == 0) {
        assertThat(recent.take(slot)).isSameAs(model.remove(slot));
        assertThat(recent.take(slot)).isNull();
      } else {
        Mail mail = mail(step, random.nextInt(200));
        if (step % 100 == 0) {
          int octets = model.values().stream().mapToInt(one -> one.body().length).sum();
          boolean room = model.size() < 1000 && octets + mail.body().length <= 50_000;
          assertThat(recent.hasRoom(1, mail.body().length)).isEqualTo(room);
        }
        if (recent.hasRoom(1, mail.body().length)) {
          recent.keep(slot, mail);
          model.put(slot, mail);
          kept++;
        }
      }
    }
    assertThat(kept).isGreaterThan(10_000);
  }
}
