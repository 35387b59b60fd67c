"""A list row of 51job -> the typed columns of the table `jobs`, as shared/platforms/qcwy/parse-job.ts reads it.

What a team writes in a week: the forms that 51job uses, one regular expression each, texts remembered.
"""
import re
from datetime import datetime, timedelta, timezone
from functools import lru_cache

CHINA = timezone(timedelta(hours=8))
UNITS = {"元": 1, "千": 1000, "万": 10_000}
PER_MONTH = {"year": 1 / 12, "month": 1, "day": 21.75, "hour": 8 * 21.75}
PERIODS = {"年": "year", "月": "month", "天": "day", "小时": "hour"}
SALARY = re.compile(
    r"([\d.]+)(万|千|元)?(?:-([\d.]+)(万|千|元)?)?(及?以上|及?以下)?(?:/(年|月|天|小时))?(?:·(\d+)薪)?$"
)
YEARS = re.compile(r"(\d+)(?:-(\d+))?年(以上|及以上|以下|以内)?")
HEADS = re.compile(r"(少于)?(\d+)(?:-(\d+))?人(以上|以下)?")
COMPANY_PAGE = re.compile(r"/all/co([\w-]+)\.html")
LEVELS = ((10, "over10"), (5, "5-10"), (3, "3-5"), (1, "1-3"), (0, "under1"))
SIZES = ((10_000, "10000+"), (1000, "1000-9999"), (500, "500-999"), (100, "100-499"), (20, "20-99"), (0, "1-20"))
DEGREES = (
    ("初中", "junior"),
    ("高中", "senior-high"),
    ("中专", "vocational"),
    ("中技", "vocational"),
    ("大专", "associate"),
    ("本科", "bachelor"),
    ("硕士", "master"),
    ("博士", "doctor"),
)


@lru_cache(maxsize=1000)
def salary(text):
    """Returns CNY: min, max, period, months a year, monthly min and max; None when the text can't be read."""
    if text == "面议":
        return (None,) * 6
    match = SALARY.match(text)
    if not match:
        return None
    low, low_unit, high, high_unit, bound, period, months = match.groups()
    unit = high_unit or low_unit or "元"
    least = round(float(low) * UNITS[low_unit or unit], 2)
    most = least if high is None else round(float(high) * UNITS[unit], 2)
    if bound and bound.endswith("上"):
        most = None
    elif bound:
        least = None
    name = PERIODS[period] if period else "month"
    monthly = [None if value is None else round(value * PER_MONTH[name], 2) for value in (least, most)]
    return least, most, name, int(months) if months else None, *monthly


@lru_cache(maxsize=1000)
def experience(text):
    """Returns level, minimum and maximum years; None when the text can't be read."""
    if text in ("不限", "经验不限"):
        return "any", 0, None
    if text.startswith("无需经验"):
        return "none", 0, None
    if "应届" in text:
        return "graduate", 0, 0
    if "在校" in text:
        return "student", 0, 0
    match = YEARS.match(text)
    if not match:
        return None
    low, high, bound = match.groups()
    least, most = int(low), int(high or low)
    if bound and bound.endswith("上"):
        most = None
    elif bound:
        least, most = 0, least
    decisive = (least + most) / 2 if least < 1 and most is not None else least
    return next(level for start, level in LEVELS if decisive >= start), least, most


@lru_cache(maxsize=1000)
def degree(text):
    if text == "不限":
        return "any"
    return next((level for word, level in DEGREES if word in text), None)


@lru_cache(maxsize=1000)
def headcount(text):
    """Returns class, minimum and maximum employees; None when the text can't be read."""
    match = HEADS.match(text)
    if not match:
        return None
    under, low, high, bound = match.groups()
    least, most = int(low), int(high or low)
    if under or bound == "以下":
        least, most = None, least
    elif bound:
        most = None
    return next(size for start, size in SIZES if (least or 0) >= start), least, most


@lru_cache(maxsize=1000)
def place(text):
    """Returns city and district of a text like `上海·浦东新区`."""
    city, _, district = text.partition("·")
    return city.removesuffix("市"), district or None


def instant(text):
    """Returns the time in UTC, in ClickHouse's format."""
    try:
        local = datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA)
    except ValueError:
        return None
    return local.astimezone(timezone.utc).strftime("%Y-%m-%d %H:%M:%S.000")


def text_of(row, *names):
    for name in names:
        value = row.get(name)
        if isinstance(value, str) and (value := value.strip()):
            return value
    return None


def number_of(row, name):
    try:
        return float(row.get(name) or "")
    except (TypeError, ValueError):
        return None


def company_key_of(row):
    page = COMPANY_PAGE.search(row.get("companyHref") or "")
    return text_of(row, "encCoId") or (page and page.group(1)) or text_of(row, "coId")


def parse_job(row):
    """Returns the columns of `jobs` without those of the batch; fields that a row lacks are left out."""
    unread = []

    def read(name, rule, text):
        value = rule(text) if text else None
        if text and value is None:
            unread.append(name)
        return value

    area = row.get("jobAreaLevelDetail") or {}
    pay_text = text_of(row, "provideSalaryString")
    pay = read("salary", salary, pay_text) or (None,) * 6
    years_text = text_of(row, "workYearString")
    years = read("experience", experience, years_text) or (None,) * 3
    degree_text = text_of(row, "degreeString")
    size_text = text_of(row, "companySizeString")
    size = read("company_size", headcount, size_text) or (None,) * 3
    place_text = text_of(area, "cityString") or text_of(row, "jobAreaString")
    city, district = place(place_text) if place_text else (None, None)
    published = text_of(row, "issueDateString")
    updated = text_of(row, "updateDateTime")
    lon, lat = number_of(row, "lon"), number_of(row, "lat")
    here = bool(lon and lat)
    key = row["jobId"]
    welfare = row.get("jobWelfareCodeDataList") or []
    job = {
        "platform": "qcwy",
        "job_key": key,
        "company_key": company_key_of(row),
        "title": text_of(row, "jobName"),
        "salary_text": pay_text,
        "salary_min": pay[0],
        "salary_max": pay[1],
        "salary_period": pay[2],
        "salary_months": pay[3],
        "monthly_min": pay[4],
        "monthly_max": pay[5],
        "city": city,
        "city_code": text_of(area, "cityCode") or text_of(row, "jobAreaCode"),
        "district": text_of(area, "districtString") or district,
        "business_area": text_of(area, "landMarkString"),
        "experience_text": years_text,
        "experience": years[0],
        "experience_min_years": years[1],
        "experience_max_years": years[2],
        "degree_text": degree_text,
        "degree": read("degree", degree, degree_text),
        "company_name": text_of(row, "fullCompanyName", "companyName"),
        "company_size_text": size_text,
        "company_size": size[0],
        "company_size_min": size[1],
        "company_size_max": size[2],
        "company_type": text_of(row, "companyTypeString"),
        "industry": text_of(row, "industryType1Str"),
        "welfare": [item["chineseTitle"] for item in welfare if item.get("chineseTitle")],
        "tags": list(dict.fromkeys(row.get("jobTags") or [])),
        "description": text_of(row, "jobDescribe"),
        "job_type": text_of(row, "termStr"),
        "lon": lon if here else None,
        "lat": lat if here else None,
        "coordinate_system": "BD-09" if here else None,
        "url": (text_of(row, "jobHref") or f"https://jobs.51job.com/x/{key}.html").split("?")[0],
        "recruiter_position": text_of(row, "hrPosition"),
        "published_at": read("published_at", instant, published),
        "updated_at": read("updated_at", instant, updated),
    }
    job["unread"] = unread
    return {name: value for name, value in job.items() if value is not None}
