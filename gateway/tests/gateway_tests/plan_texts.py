"""The plan's indicators as figures carry them: codes, names, targets, readings."""

from __future__ import annotations

from typing import Any

PLAN: list[dict[str, Any]] = [
    {
        "code": "rural_trainees",
        "name": "Lao động nông thôn tham gia đào tạo nghề",
        "name_en": "Rural workers in vocational training",
        "clause": "III.1",
        "kind": "flow",
        "unit": "person",
        "target": {"rule": "annual_average", "value": 150},
        "source": {"vi": "Cơ sở giáo dục nghề nghiệp", "en": "Vocational schools and centres"},
        "reading": {
            "vi": "Tính người bắt đầu học (mọi trình độ) trong lúc là lao động nông "
            "thôn; mỗi người một lần trong năm dương lịch, vào tháng nhập học đầu "
            "tiên. Đã nghỉ học vẫn tính.",
            "en": "A person starting any course while rural counts once a calendar year, "
            "in the month of the first start. An enrolment that ended still "
            "happened.",
        },
    },
    {
        "code": "short_course_introductions",
        "name": "Giới thiệu học nghề sơ cấp và dưới 3 tháng",
        "name_en": "Introductions to short courses",
        "clause": "III.1",
        "kind": "flow",
        "unit": "person",
        "target": {"rule": "annual_average", "value": 100},
        "source": {
            "vi": "Phòng Văn hóa - Xã hội xã; cơ sở giáo dục nghề nghiệp",
            "en": "Commune culture and social office; vocational schools",
        },
        "reading": {
            "vi": "Được giới thiệu hoặc nhập học lớp sơ cấp hay dưới 3 tháng vào ngày "
            "đang thuộc một trong tám nhóm nêu tại mục III.1. Giới thiệu không ghi "
            "trình độ thì không tính.",
            "en": "Referred to, or enrolled in, a short course on a day in one of the "
            "eight groups named in III.1. A referral without a level is no short "
            "course.",
        },
    },
    {
        "code": "ui_advised",
        "name": "Người hưởng BHTN được tư vấn chính sách học nghề",
        "name_en": "Insured unemployed advised on training policy",
        "clause": "III.1",
        "kind": "stock",
        "unit": "person",
        "target": {"rule": "none"},
        "source": {
            "vi": "Phòng Văn hóa - Xã hội xã; Trung tâm Dịch vụ việc làm",
            "en": "Commune culture and social office; employment service centre",
        },
        "reading": {
            "vi": "Mẫu số là người đang hưởng trợ cấp thất nghiệp cuối tháng; tử số là "
            "người trong đó đã được tuyên truyền, tư vấn chính sách học nghề từ "
            "đầu kỳ kế hoạch. Chỉ giới thiệu việc làm thì chưa phải là tư vấn.",
            "en": "Of those receiving unemployment insurance at month end, those advised "
            "on training policy (outreach, counselling or job-fair contact) since "
            "the plan began. An introduction to a vacancy alone is not advice.",
        },
    },
    {
        "code": "ui_training_support",
        "name": "Người hưởng BHTN có nhu cầu được hỗ trợ đào tạo nghề",
        "name_en": "Insured unemployed supported in training",
        "clause": "III.1",
        "kind": "stock",
        "unit": "person",
        "target": {"rule": "none"},
        "source": {
            "vi": "Phòng Văn hóa - Xã hội xã; cơ sở giáo dục nghề nghiệp",
            "en": "Commune culture and social office; vocational schools",
        },
        "reading": {
            "vi": "Nhu cầu học nghề ghi vào ngày đang hưởng bảo hiểm thất nghiệp, tính "
            "từ ngày của nhu cầu đến khi rút, kể cả sau khi đã được đáp ứng; tử số "
            "là người nhập học từ ngày đó trở đi.",
            "en": "A training need dated while receiving unemployment insurance counts "
            "from its date until withdrawn, also after it was met; met by an "
            "enrolment on or after it.",
        },
    },
    {
        "code": "youth_training_support",
        "name": "Thanh niên ưu tiên có nhu cầu được hỗ trợ học nghề",
        "name_en": "Priority youth supported in training",
        "clause": "III.1",
        "kind": "stock",
        "unit": "person",
        "target": {"rule": "none"},
        "source": {
            "vi": "Phòng Văn hóa - Xã hội xã; cơ sở giáo dục nghề nghiệp",
            "en": "Commune culture and social office; vocational schools",
        },
        "reading": {
            "vi": "Nhu cầu học nghề ghi vào ngày là thanh niên ưu tiên; tử số là người "
            "nhập học lớp sơ cấp hoặc dưới 3 tháng từ ngày đó trở đi.",
            "en": "A training need dated while priority youth; met by an enrolment in a "
            "short course on or after it.",
        },
    },
    {
        "code": "elderly_career_support",
        "name": "Người cao tuổi có nhu cầu được tư vấn, hướng nghiệp, đào tạo",
        "name_en": "Elderly supported in career change",
        "clause": "III.1",
        "kind": "stock",
        "unit": "person",
        "target": {"rule": "none"},
        "source": {
            "vi": "Phòng Văn hóa - Xã hội xã; Trung tâm Dịch vụ việc làm; cơ sở giáo dục "
            "nghề nghiệp",
            "en": "Commune culture and social office; employment service centre; "
            "vocational schools",
        },
        "reading": {
            "vi": "Nhu cầu học nghề hoặc tư vấn ghi vào ngày đã đủ 60 tuổi; đáp ứng bằng "
            "tư vấn, giới thiệu học nghề hoặc nhập học từ ngày đó trở đi.",
            "en": "A training or counselling need dated while elderly; met by "
            "counselling, a referral to training or an enrolment on or after it.",
        },
    },
    {
        "code": "employment_service_access",
        "name": "Nhóm ưu tiên được tiếp cận dịch vụ việc làm",
        "name_en": "Priority group reached by employment services",
        "clause": "III.2",
        "kind": "stock",
        "unit": "person",
        "target": {"rule": "at_least", "value": 1.0},
        "source": {
            "vi": "Trung tâm Dịch vụ việc làm Hà Nội",
            "en": "Hà Nội employment service centre",
        },
        "reading": {
            "vi": "Trong số người thuộc Nhóm lao động ưu tiên cuối tháng, người đã có ít "
            "nhất một dịch vụ (tư vấn, giới thiệu việc làm, phiên giao dịch việc "
            "làm, mọi hình thức) từ đầu kỳ kế hoạch. Tuyên truyền tại phiên giao "
            "dịch không phải là dịch vụ việc làm.",
            "en": "Of the priority group at month end, those with at least one service "
            "(counselling, job introduction, job-fair session in any mode) since "
            "the plan began. Outreach at a job fair is no employment service.",
        },
    },
    {
        "code": "new_jobs",
        "name": "Việc làm mới cho Nhóm lao động ưu tiên",
        "name_en": "New jobs for the priority group",
        "clause": "III.2",
        "kind": "flow",
        "unit": "person",
        "target": {"rule": "annual_average", "value": 50},
        "source": {
            "vi": "Trung tâm Dịch vụ việc làm Hà Nội",
            "en": "Hà Nội employment service centre",
        },
        "reading": {
            "vi": "Người thuộc Nhóm lao động ưu tiên bắt đầu việc làm mới (doanh nghiệp "
            "tuyển, tự tạo việc làm, vay vốn, đi làm việc ở nước ngoài); mỗi người "
            "một lần trong năm dương lịch. Đã nghỉ việc vẫn tính.",
            "en": "A person of the priority group starting a placement marked as a new "
            "job counts once a calendar year. A placement that ended still "
            "happened.",
        },
    },
    {
        "code": "elderly_in_work",
        "name": "Người cao tuổi có nhu cầu, đủ khả năng tìm được việc làm phù hợp",
        "name_en": "Elderly who found suitable work",
        "clause": "III.2",
        "kind": "stock",
        "unit": "person",
        "target": {"rule": "at_least", "value": 0.5},
        "source": {
            "vi": "Trung tâm Dịch vụ việc làm Hà Nội",
            "en": "Hà Nội employment service centre",
        },
        "reading": {
            "vi": "Nhu cầu việc làm, có khả năng lao động, ghi vào ngày đã đủ 60 tuổi; "
            "tử số là người bắt đầu việc làm do Trung tâm ghi là phù hợp từ ngày "
            "đó trở đi. Không ghi khả năng lao động là không.",
            "en": "A job need of a person able to work, dated while elderly; met by a "
            "placement the centre recorded as suitable, starting on or after it. "
            "Ability to work not stated is no.",
        },
    },
    {
        "code": "elderly_household_credit",
        "name": "Hộ có người cao tuổi đủ điều kiện được vay vốn",
        "name_en": "Households with an elderly member given credit",
        "clause": "III.2",
        "kind": "stock",
        "unit": "household",
        "target": {"rule": "at_least", "value": 1.0},
        "source": {
            "vi": "NHCSXH - phòng giao dịch Quốc Oai",
            "en": "VBSP Quốc Oai transaction office",
        },
        "reading": {
            "vi": "Hộ có người cao tuổi vào ngày của nhu cầu vay đủ điều kiện (của bất "
            "kỳ thành viên nào); tử số là hộ đã được giải ngân cho chính nhu cầu "
            "đó. Mỗi hộ một lần.",
            "en": "Households with an elderly member on the date of an eligible credit "
            "need of any member; of these, that need's loan disbursed. A household "
            "counts once.",
        },
    },
    {
        "code": "priority_credit",
        "name": "Nhóm ưu tiên đủ điều kiện được vay vốn việc làm",
        "name_en": "Priority group given employment credit",
        "clause": "III.2",
        "kind": "stock",
        "unit": "person",
        "target": {"rule": "at_least", "value": 1.0},
        "source": {
            "vi": "NHCSXH - phòng giao dịch Quốc Oai",
            "en": "VBSP Quốc Oai transaction office",
        },
        "reading": {
            "vi": "Người thuộc Nhóm lao động ưu tiên vào ngày của nhu cầu vay, theo lần "
            "thẩm định mới nhất là đủ điều kiện (kể cả khi sau đó bị từ chối cho "
            "vay); tử số là người đã được giải ngân cho chính nhu cầu đó.",
            "en": "Persons in the priority group on the date of a credit need whose "
            "latest assessment is eligible (a later refusal leaves it in); of "
            "these, that need's loan disbursed.",
        },
    },
    {
        "code": "unemployment_rate",
        "name": "Tỷ lệ thất nghiệp chung",
        "name_en": "Unemployment rate",
        "clause": "III.2",
        "kind": "external",
        "unit": "person",
        "target": {"rule": "below", "value": 0.025},
        "source": {"vi": "Điều tra lao động", "en": "Labour survey"},
        "reading": {
            "vi": "Số người thất nghiệp trên lực lượng lao động theo cuộc điều tra mới "
            "nhất; không tính từ danh sách đăng ký.",
            "en": "Unemployed over labour force in the latest survey; never computed "
            "from the registry.",
        },
    },
    {
        "code": "trained_rate",
        "name": "Tỷ lệ lao động qua đào tạo",
        "name_en": "Trained labour rate",
        "clause": "III.2",
        "kind": "external",
        "unit": "person",
        "target": {"rule": "range", "value": 0.75, "upper": 0.8},
        "source": {"vi": "Điều tra lao động", "en": "Labour survey"},
        "reading": {
            "vi": "Lao động qua đào tạo (có chứng chỉ, hoặc làm nghề từ ba năm không có "
            "chứng chỉ) trên lực lượng lao động theo cuộc điều tra mới nhất.",
            "en": "Trained (with certificate, or three years in the trade without) over "
            "labour force in the latest survey.",
        },
    },
    {
        "code": "certified_rate",
        "name": "Tỷ lệ lao động có bằng cấp, chứng chỉ",
        "name_en": "Certified labour rate",
        "clause": "III.2",
        "kind": "external",
        "unit": "person",
        "target": {"rule": "range", "value": 0.55, "upper": 0.6},
        "source": {"vi": "Điều tra lao động", "en": "Labour survey"},
        "reading": {
            "vi": "Lao động có bằng cấp, chứng chỉ trên lực lượng lao động theo cuộc "
            "điều tra mới nhất; khóa dưới ba tháng không tính.",
            "en": "With degree or certificate over labour force in the latest survey; "
            "courses under three months do not count.",
        },
    },
]
