"""Reports as providers write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefair.kernel import Invalid
from livefair.shop.rules.reconciling import Movement
from livefair.shop.rules.report_files import ROWS_MAX, read_report

PAGE = "01a0c450-6c00-71b2-835b-bffd1c01b6f7"
TRADE = PAGE.replace("-", "")
AT_MS = 1_790_000_000_000


def test_the_plain_form():
    text = "subject,key,reference,amount,currency,at\nrefund,k,r,-1.05,CNY,2026-09-21T14:13:20Z\n"
    assert read_report(text) == [Movement("refund", "k", "r", -105, "CNY", AT_MS)]


def test_stripes_itemised_balance_changes():
    text = (
        "balance_transaction_id,created,reporting_category,gross,fee,net,currency,"
        "payment_metadata[livefair_page],refund_metadata[livefair_refund]\n"
        f"txn_1,2026-09-21 14:13:20,charge,99.00,3.17,95.83,cny,{PAGE},\n"
        f"txn_2,2026-09-21 14:13:20,refund,-99.00,0.00,-99.00,cny,{PAGE},k1\n"
        "txn_3,2026-09-21 14:13:20,dispute,-99.00,15.00,-114.00,cny,,\n"
        "txn_4,2026-09-21 14:13:20,payout,-10.00,0.00,-10.00,cny,,\n"
    )
    assert read_report(text) == [
        Movement("charge", PAGE, "txn_1", 9900, "CNY", AT_MS),
        Movement("refund", "k1", "txn_2", -9900, "CNY", AT_MS),
        Movement("dispute", "txn_3", "txn_3", -9900, "CNY", AT_MS),
    ]


def test_alipays_details_with_its_remarks_around():
    text = (
        "#支付宝业务明细查询\n#账号：[20880000]\n"
        "支付宝交易号,商户订单号,业务类型,完成时间,订单金额（元）,退款批次号/请求号\n"
        f"2026001\t,{TRADE}\t,交易,2026-09-21 22:13:20,99.00,\t\n"
        f"2026001\t,{TRADE}\t,退款,2026-09-21 22:13:20,-99.00,k1\t\n"
        "#业务明细列表结束\n"
    )
    assert read_report(text) == [
        Movement("charge", PAGE, "2026001", 9900, "CNY", AT_MS),
        Movement("refund", "k1", "2026001", -9900, "CNY", AT_MS),
    ]


def test_wechat_pays_bill_with_its_marks_and_sums():
    text = (
        "\ufeff交易时间,微信订单号,商户订单号,交易状态,货币种类,订单金额,微信退款单号,商户退款单号,退款金额\r\n"
        f"`2026-09-21 22:13:20,`4200001,`{TRADE},`SUCCESS,`CNY,`99.00,`0,`0,`0.00\r\n"
        f"`2026-09-21 22:13:20,`4200001,`{TRADE},`REFUND,`CNY,`0.00,`5030001,`k1,`99.00\r\n"
        "总交易单数,应结订单总金额\r\n`2,`0.00\r\n"
    )
    assert read_report(text) == [
        Movement("charge", PAGE, "4200001", 9900, "CNY", AT_MS),
        Movement("refund", "k1", "5030001", -9900, "CNY", AT_MS),
    ]


@pytest.mark.parametrize(
    "row",
    [
        "gift,k,r,1,CNY,2026-09-21",
        "charge,k,r,1e3,CNY,2026-09-21",
        "charge,k,r,1.001,CNY,2026-09-21",
        "charge,k,r,1,CNY,x",
    ],
)
def test_a_row_that_cannot_be_read_is_named(row):
    with pytest.raises(Invalid, match="report_row") as refused:
        read_report(f"subject,key,reference,amount,currency,at\n{row}\n")
    assert refused.value.params["line"] == 2


def test_other_files_and_too_long_ones_are_refused():
    for text in ("", "a,b\n1,2\n", "subject\n", "<html>"):
        with pytest.raises(Invalid, match="report_unknown"):
            read_report(text)
    with pytest.raises(Invalid, match="report_too_long"):
        read_report("a\n" * (ROWS_MAX + 1))


@given(st.text(max_size=400))
def test_no_text_does_harm(text):
    for head in ("", "subject,key,reference,amount,currency,at\n", "交易状态,交易时间,货币种类\n"):
        try:
            read_report(head + text)
        except Invalid:
            continue
