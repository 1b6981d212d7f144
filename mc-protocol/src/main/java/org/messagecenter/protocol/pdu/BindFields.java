package org.messagecenter.protocol.pdu;

import static org.messagecenter.protocol.spec.CStringType.cString;
import static org.messagecenter.protocol.spec.CommandStatus.ESME_RBINDFAIL;
import static org.messagecenter.protocol.spec.CommandStatus.ESME_RINVPASWD;
import static org.messagecenter.protocol.spec.CommandStatus.ESME_RINVSYSID;
import static org.messagecenter.protocol.spec.CommandStatus.ESME_RINVSYSTYP;
import static org.messagecenter.protocol.spec.Field.field;
import static org.messagecenter.protocol.spec.IntType.uint8;

import java.util.List;
import org.messagecenter.protocol.spec.Field;

/** The field lists of the binds and of their responses, each declared once for all three modes. */
final class BindFields {
  /** 34:4.1.1. The address fields and the version have no status of their own. */
  static final List<Field<Bind, ?>> REQUEST =
      List.of(
          field(cString("system_id", 16, ESME_RINVSYSID), Bind::systemId),
          field(cString("password", 9, ESME_RINVPASWD), Bind::password),
          field(cString("system_type", 13, ESME_RINVSYSTYP), Bind::systemType),
          field(uint8("interface_version", ESME_RBINDFAIL), Bind::interfaceVersion),
          field(AddressType.ton("addr_ton", ESME_RBINDFAIL), Bind::addrTon),
          field(AddressType.npi("addr_npi", ESME_RBINDFAIL), Bind::addrNpi),
          field(cString("address_range", 41, ESME_RBINDFAIL), Bind::addressRange));

  /** 34:4.1.2. Some message centers answer a successful bind without any body. */
  static final List<Field<BindResp, ?>> RESPONSE =
      List.of(
          field(cString("system_id", 16, ESME_RINVSYSID).absentAtEnd(), BindResp::systemId),
          field(new TlvsType(), BindResp::tlvs));

  private BindFields() {}
}
