"""The peer of the crawl pipeline: Scrapy reads the same 51job list pages off the same board.

Run by bench/crawl.ts:  python3 list_spider.py BOARD_URL SIGN_KEY SEARCHES.json OUT.jsonl CONCURRENCY
SEARCHES.json: [{"keyword": "...", "area": "000000"}, ...]. Each search is read from page 1 to its last page,
each posting becomes a line of OUT.jsonl. Prints one JSON line: pages, items, seconds and CPU seconds from the first request
to the last item (start-up of Python and Scrapy is left out).
"""
import hashlib
import hmac
import json
import math
import sys
import time
from urllib.parse import urlencode

import scrapy
from scrapy.crawler import CrawlerProcess

BOARD, SIGN_KEY, SEARCHES, OUT, CONCURRENCY = sys.argv[1:6]
PAGE_SIZE = 20
MAX_PAGES = 50
FIELDS = (
    "jobId jobName jobTags jobDescribe provideSalaryString workYearString degreeString issueDateString"
    " jobAreaCode jobAreaString lon lat companyName fullCompanyName companyTypeString companySizeString"
    " industryType1Str jobHref encCoId"
).split()


class ListSpider(scrapy.Spider):
    name = "list"
    started = None
    ended = None
    cpu_started = None
    cpu_ended = None
    pages = 0
    items = 0

    def request(self, search, page):
        query = urlencode(
            {
                "api_key": "51job",
                "timestamp": int(time.time()),
                "keyword": search["keyword"],
                "searchType": 2,
                "jobArea": search["area"],
                "pageNum": page,
                "pageSize": PAGE_SIZE,
                "requestId": "",
                "source": 1,
                "pageCode": "sou|sou|soulb",
                "scene": 7,
            }
        )
        path = "/api/job/search-pc?" + query
        sign = hmac.new(SIGN_KEY.encode(), path.encode(), hashlib.sha256).hexdigest()
        return scrapy.Request(
            BOARD + path,
            headers={"From-Domain": "51job_web", "sign": sign},
            cb_kwargs={"search": search, "page": page},
            dont_filter=True,
        )

    def start_requests(self):
        with open(SEARCHES, encoding="utf-8") as file:
            searches = json.load(file)
        self.started = time.perf_counter()
        self.cpu_started = time.process_time()
        for search in searches:
            yield self.request(search, 1)

    def parse(self, response, search, page):
        job = json.loads(response.text)["resultbody"]["job"]
        self.pages += 1
        for item in job["items"]:
            self.items += 1
            yield {field: item.get(field) for field in FIELDS}
        self.ended = time.perf_counter()
        self.cpu_ended = time.process_time()
        if page < min(math.ceil(job["totalCount"] / PAGE_SIZE), MAX_PAGES):
            yield self.request(search, page + 1)


process = CrawlerProcess(
    {
        "CONCURRENT_REQUESTS": int(CONCURRENCY),
        "CONCURRENT_REQUESTS_PER_DOMAIN": int(CONCURRENCY),
        "DOWNLOAD_DELAY": 0,
        "ROBOTSTXT_OBEY": False,
        "TELNETCONSOLE_ENABLED": False,
        "LOG_LEVEL": "ERROR",
        "REQUEST_FINGERPRINTER_IMPLEMENTATION": "2.7",
        "FEEDS": {OUT: {"format": "jsonlines", "encoding": "utf-8", "overwrite": True}},
    }
)
crawler = process.create_crawler(ListSpider)
process.crawl(crawler)
process.start()
spider = crawler.spider
result = {"pages": spider.pages, "items": spider.items, "seconds": spider.ended - spider.started}
print(json.dumps({**result, "cpu_seconds": spider.cpu_ended - spider.cpu_started}))
